"""The text of a release: its paragraphs, and nothing that stands around them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lxml.etree import _Element

from osce_scraper.pages.boxes import is_inside
from osce_scraper.pages.files import is_file_link
from osce_scraper.pages.labels import END_OF_BODY, MAY_END_BODY
from osce_scraper.pages.lines import Line
from osce_scraper.pages.values import is_prose

_TEXT_TAGS = frozenset(("p", "li", "blockquote", "h2", "h3", "h4", "h5", "figcaption", "td"))
_ROW = 2  # one link alone may be the last words of a release


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a release."""

    paragraphs: list[str]
    """In order; a list is one paragraph with a line `- item` for each item."""
    end: int
    """Index of the first line after the text and what belongs to it."""


def read_body(
    lines: list[Line], start: int, title: _Element | None, captions: Collection[int] = ()
) -> Body:
    """Read the text.

    Args:
        lines: The page without its menu.
        start: Index of the first line of the text.
        title: The title's element; None in a text capture.
        captions: Indexes of lines that are captions of pictures.
    """
    box = _box(lines, start, title)
    end = start
    while end < len(lines) and not (_is_outside(lines[end], box) or _ends_text(lines, end, start)):
        end += 1
    text = [
        line
        for index, line in enumerate(lines[start:end], start=start)
        if index not in captions and not is_file_link(line)
    ]
    return Body(_join(_without_closing_links(text)), end)


def _is_outside(line: Line, box: _Element | None) -> bool:
    return box is not None and not is_inside(line, box)


def _ends_text(lines: list[Line], index: int, start: int) -> bool:
    """Whether something else begins here: its heading says so, and the text does not go on."""
    line, key = lines[index], lines[index].key
    if line.kind == "item" or key not in END_OF_BODY:
        return False
    own = _parent(lines[start])
    if key not in MAY_END_BODY or own is None:
        return True
    return not any(is_prose(one) and _parent(one) is own for one in lines[index + 1 :])


def _parent(line: Line) -> _Element | None:
    return line.element.getparent() if line.element is not None else None


def _without_closing_links(lines: list[Line]) -> list[Line]:
    """Leave out links in a row that close the text: related items, tags, share links."""
    end = len(lines)
    while end and lines[end - 1].is_link:
        end -= 1
    if end and lines[end - 1].text.endswith(":"):
        return lines  # "The reports:" and then their links
    links = sum(len(line.links) for line in lines[end:])
    return lines[:end] if links >= _ROW else lines


def _box(lines: list[Line], start: int, title: _Element | None) -> _Element | None:
    """The smallest element that holds the text: it grows while the text goes on after it."""
    if start >= len(lines):
        return None
    limit = set(title.iterancestors()) if title is not None else set()
    first = lines[start].element
    box = first.getparent() if first is not None else None
    after = start
    while box is not None and box not in limit:
        while after < len(lines) and is_inside(lines[after], box):
            after += 1
        if not _goes_on(lines, after, box):
            break
        box = box.getparent()
    return box


def _goes_on(lines: list[Line], after: int, box: _Element) -> bool:
    """Whether the text goes on beside its box: running text comes before anything else does."""
    outer = box.getparent()
    for line in lines[after:]:
        if line.key in END_OF_BODY or not is_inside(line, outer):
            return False
        if is_prose(line):
            return True
        if line.is_link or not _is_alike(line, box):
            return False
    return False


def _is_alike(line: Line, box: _Element) -> bool:
    """Whether a short line stands in a box like the text's own, as a part of the text would."""
    if line.element is None or line.element.tag not in _TEXT_TAGS:
        return False
    outer = box.getparent()
    beside = next((e for e in line.element.iterancestors() if e.getparent() is outer), line.element)
    return bool(beside.tag == box.tag or beside.tag in _TEXT_TAGS)


def _join(lines: list[Line]) -> list[str]:
    paragraphs: list[str] = []
    listed: _Element | None = None
    inside_list = False
    for line in lines:
        if line.kind != "item":
            inside_list = False
            paragraphs.append(line.text)
            continue
        parent = _list_of(line)
        if inside_list and parent is listed:
            paragraphs[-1] += f"\n- {line.text}"
        else:
            paragraphs.append(f"- {line.text}")
        inside_list, listed = True, parent
    return paragraphs


def _list_of(line: Line) -> _Element | None:
    if line.element is None:
        return None
    return next((box for box in line.element.iterancestors() if box.tag in {"ul", "ol"}), None)
