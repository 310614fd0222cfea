"""One row of a listing page of the old layout: title, date, and what else its labels say."""

from __future__ import annotations

from collections.abc import Collection

from lxml.etree import _Element

from osce_scraper.items import ListingRow
from osce_scraper.pages.boxes import is_inside, shared_box
from osce_scraper.pages.labels import Label, split_label
from osce_scraper.pages.lines import Line
from osce_scraper.pages.links import absolute
from osce_scraper.taxonomy.resolver import split_names

_SINGLE: tuple[Label, ...] = ("date", "type")  # a row has one of each


def read_row(lines: list[Line], titles: set[_Element | None], base: str) -> ListingRow | None:
    """Read a row; None where the lines hold no publishing date, and so are no row.

    Args:
        lines: From the row's title to the next title.
        titles: Elements of all titles on the page.
        base: Address of the page.
    """
    title = lines[0]
    first = {
        label: index for index, line in reversed([*enumerate(lines)]) if (label := _label(line))
    }
    if "date" not in first:
        return None
    box = _row_box(title, lines[first["date"]], titles)
    values, taken = read_values(lines)
    rest = [line for i, line in enumerate(lines) if i and i not in taken and is_inside(line, box)]
    return make_row(title, absolute(base, title.links[0]), values, rest)


def read_values(lines: list[Line]) -> tuple[dict[Label, list[str]], Collection[int]]:
    """What the labels of a row say, and the lines that labels and values stand on."""
    values: dict[Label, list[str]] = {}
    taken: set[int] = set()
    for index, line in enumerate(lines):
        if (name := _label(line)) and name not in values:
            label, found, used = _value(lines, index)
            values[label] = found
            taken |= used
    return values, taken


def make_row(title: Line, url: str, values: dict[Label, list[str]], rest: list[Line]) -> ListingRow:
    """Make a row of its parts; `rest` is the text that has no label."""
    return ListingRow(
        title=title.text,
        url=url,
        date_raw=_first(values, "date"),
        type_raw=_first(values, "type"),
        where=[name for line in values.get("source", ()) for name in split_names(line, "source")],
        what=[name for line in values.get("fields", ()) for name in split_names(line, "field")],
        locations=[n.strip() for line in values.get("place", ()) for n in line.split(",")],
        teaser=" ".join(line.text for line in rest) or None,
    )


def _label(line: Line) -> Label | None:
    pair = split_label(line.text)
    return line.label or (pair[0] if pair else None)


def _value(lines: list[Line], index: int) -> tuple[Label, list[str], set[int]]:
    """A label's values, and the lines that they stand on."""
    line = lines[index]
    if line.label is None and (pair := split_label(line.text)):
        return pair[0], [pair[1]] if pair[1] else [], {index}
    label = line.label or "date"
    used = {index}
    box = shared_box(line, lines[index + 1]) if index + 1 < len(lines) else None
    alone = sum(1 for other in lines if _label(other) and is_inside(other, box)) == 1
    values: list[str] = []
    for ahead in range(index + 1, len(lines)):
        other = lines[ahead]
        is_full = bool(values) and (not alone or label in _SINGLE)
        if _label(other) or not is_inside(other, box) or is_full:
            break
        values.append(other.text)
        used.add(ahead)
    return label, values, used


def _first(values: dict[Label, list[str]], label: Label) -> str | None:
    return next(iter(values.get(label, ())), None)


def _row_box(title: Line, date: Line, titles: set[_Element | None]) -> _Element | None:
    """The largest element that holds this row and no other."""
    box = shared_box(title, date)
    while box is not None and (parent := box.getparent()) is not None:
        if any(other is not title.element and other in titles for other in parent.iter()):
            break
        if parent.tag in {"body", "html"}:
            break
        box = parent
    return box
