"""The text of a release: its paragraphs, and nothing that stands around them."""

from __future__ import annotations

from lxml.html import HtmlElement

from osce_scraper.pages.boxes import is_inside
from osce_scraper.pages.files import is_file_link
from osce_scraper.pages.head import CAPTION
from osce_scraper.pages.labels import END_OF_BODY
from osce_scraper.pages.lines import Line
from osce_scraper.pages.values import is_prose
from osce_scraper.taxonomy.vocabulary import fold

_ROW = 2  # one link alone may be the last words of a release


def read_paragraphs(lines: list[Line], start: int, title: HtmlElement | None) -> list[str]:
    """The paragraphs of the text.

    Args:
        lines: The page without its menu.
        start: Index of the first line of the text.
        title: The title's element; None in a text capture.

    Returns:
        Paragraphs in order; a list is one paragraph with a line `- item` for each item.
    """
    box = _box(lines, start, title)
    taken: list[Line] = []
    for line in lines[start:]:
        if (box is not None and not is_inside(line, box)) or _ends_text(line):
            break
        if not CAPTION.search(line.text) and not is_file_link(line):
            taken.append(line)
    return _join(_without_closing_links(taken))


def _without_closing_links(lines: list[Line]) -> list[Line]:
    """Leave out links in a row that close the text: related items, tags, share links."""
    end = len(lines)
    while end and lines[end - 1].is_link:
        end -= 1
    return lines[:end] if len(lines) - end >= _ROW else lines


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


def _ends_text(line: Line) -> bool:
    return line.kind != "item" and fold(line.text) in END_OF_BODY


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
