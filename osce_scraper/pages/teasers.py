"""The items of a listing of the new layout: boxes with a title and a date, without labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from osce_scraper.items import ListingRow
from osce_scraper.normalise.addresses import canonical_url, node_id
from osce_scraper.normalise.dates import parse_date
from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.labels import END_OF_BODY, OTHER_KINDS
from osce_scraper.pages.lines import Line
from osce_scraper.pages.links import absolute
from osce_scraper.pages.rows import make_row, read_values
from osce_scraper.taxonomy.vocabulary import fold

_PAGE = frozenset(("html", "body", "main"))
_BETWEEN = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")
_KIND = re.compile(rf"({'|'.join(map(re.escape, TYPES))})\s+(.+)", re.IGNORECASE)
_LONGEST_NOTE = 100


def read_teasers(lines: list[Line], base: str, site: str | None) -> list[ListingRow]:
    """Read the items of a listing of the new layout, in order.

    An item links to a page with a node id and shows a date, before or after its title, in a box
    that it shares with no other item (`<a class="teaser"><h2 class="teaser__title">`, facts 5.1).
    """
    items: dict[str, list[Line]] = {}
    for line in lines:
        url = absolute(base, line.links[0]) if line.is_link else ""
        if node_id(url) is not None and canonical_url(url, site) is not None:
            items.setdefault(url, []).append(line)
    boxes = _boxes(lines, items)
    rows = []
    for url, links in items.items():
        title = _title(links)
        box = _own_box(title, url, boxes) if title else None
        if title is not None and box is not None:
            rows.append(_teaser(url, title, lines[box.start : box.end]))
    return [row for row in rows if row is not None]


@dataclass(slots=True)
class _Box:
    """What an element holds."""

    start: int
    end: int
    is_dated: bool = False
    items: set[str] = field(default_factory=set)


def _boxes(lines: list[Line], items: dict[str, list[Line]]) -> dict[_Element, _Box]:
    boxes: dict[_Element, _Box] = {}
    for index, line in enumerate(lines):
        is_dated = _shown_date(line) is not None
        for element in _upward(line):
            box = boxes.setdefault(element, _Box(index, index))
            box.end = index + 1
            box.is_dated |= is_dated
    for url, links in items.items():
        for element in (one for link in links for one in _upward(link)):
            boxes[element].items.add(url)
    return boxes


def _upward(line: Line) -> Iterator[_Element]:
    """The boxes that a line stands in, the innermost first."""
    if line.element is not None:
        yield line.element
        yield from line.element.iterancestors()


def _title(links: list[Line]) -> Line | None:
    """Of the lines that link to one page its heading, or the first that says more than when."""
    plain = [line for line in links if not _shown_date(line) and fold(line.text) not in TYPES]
    return next((line for line in links if line.level), next(iter(plain), None))


def _teaser(url: str, title: Line, box: list[Line]) -> ListingRow | None:
    inside = [line for line in box if line is not title]
    kinds = [piece for line in inside for piece in _pieces(line.text)]
    if any(fold(kind) in OTHER_KINDS for kind in kinds):
        return None
    values, taken = read_values(inside)
    values.setdefault("date", [date for line in inside if (date := _shown_date(line))])
    values.setdefault("type", [kind for kind in kinds if fold(kind) in TYPES])
    rest = [line for i, line in enumerate(inside) if i not in taken and _is_teaser_text(line)]
    return make_row(title, url, values, [line for line in rest if line.text != title.text])


def _own_box(title: Line, url: str, boxes: dict[_Element, _Box]) -> _Box | None:
    """The smallest box of an item that holds title and date, or the one around it."""
    found = None
    for element in _upward(title):
        box = boxes[element]
        if box.items != {url} or element.tag in _PAGE:
            break
        if found is not None:
            return box  # the text may stand beside the box of title and date
        found = box if box.is_dated else None
    return found


def _is_teaser_text(line: Line) -> bool:
    pieces = {fold(piece) for piece in _pieces(line.text)}
    return _shown_date(line) is None and not pieces & (TYPES.keys() | END_OF_BODY)


def _shown_date(line: Line) -> str | None:
    """The date that a short line gives, alone or beside the kind of page; as it is shown."""
    if line.times:
        machine, shown = line.times[0]
        return next((words for words in (shown, machine) if parse_date(words)), None)
    return next((piece for piece in _pieces(line.text) if parse_date(piece)), None)


def _pieces(text: str) -> Iterator[str]:
    """The parts of a note such as `Press release | 24 February 2026`."""
    for piece in _BETWEEN.split(text) if len(text) <= _LONGEST_NOTE else ():
        yield piece
        if match := _KIND.fullmatch(piece):
            yield from match.groups()
