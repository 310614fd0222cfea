"""The text of a release: its paragraphs, and nothing that stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from osce_scraper.pages.boxes import is_inside
from osce_scraper.pages.files import is_file_link
from osce_scraper.pages.head import CAPTION
from osce_scraper.pages.labels import END_OF_BODY
from osce_scraper.pages.lines import Line
from osce_scraper.pages.values import is_prose
from osce_scraper.taxonomy.vocabulary import fold

_ROW = 2  # one link alone may be the last words of a release


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a release."""

    paragraphs: list[str]
    """In order; a list is one paragraph with a line `- item` for each item."""
    end: int
    """Index of the first line after the text and what belongs to it."""


def read_body(lines: list[Line], start: int, title: HtmlElement | None) -> Body:
    """Read the text.

    Args:
        lines: The page without its menu.
        start: Index of the first line of the text.
        title: The title's element; None in a text capture.
    """
    box = _box(lines, start, title)
    end = start
    while end < len(lines) and not _is_beyond(lines[end], box):
        end += 1
    text = [
        line
        for line in lines[start:end]
        if not CAPTION.search(line.text) and not is_file_link(line)
    ]
    return Body(_join(_without_closing_links(text)), end)


def _is_beyond(line: Line, box: HtmlElement | None) -> bool:
    """Whether a line follows the text: outside its box, or the heading of something else."""
    is_outside = box is not None and not is_inside(line, box)
    return is_outside or (line.kind != "item" and fold(line.text) in END_OF_BODY)


def _without_closing_links(lines: list[Line]) -> list[Line]:
    """Leave out links in a row that close the text: related items, tags, share links."""
    end = len(lines)
    while end and lines[end - 1].is_link:
        end -= 1
    links = sum(len(line.links) for line in lines[end:])
    return lines[:end] if links >= _ROW else lines


def _box(lines: list[Line], start: int, title: HtmlElement | None) -> HtmlElement | None:
    """The smallest element that holds the text: it grows while running text follows it."""
    if start >= len(lines):
        return None
    limit = set(title.iterancestors()) if title is not None else set()
    first = lines[start].element
    box = first.getparent() if first is not None else None
    while box is not None and box not in limit:
        after = next((line for line in lines[start:] if not is_inside(line, box)), None)
        if after is None or not is_prose(after) or fold(after.text) in END_OF_BODY:
            break
        box = box.getparent()
    return box


def _join(lines: list[Line]) -> list[str]:
    paragraphs: list[str] = []
    listed: HtmlElement | None = None
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


def _list_of(line: Line) -> HtmlElement | None:
    if line.element is None:
        return None
    return next((box for box in line.element.iterancestors() if box.tag in {"ul", "ol"}), None)
