"""The head of a release: its type line, labelled header, date and place, whatever the mark-up.

The new layout prints `Date:`, `Place:`, `Source:` and `Fields of work:` between title and text
(https://www.osce.org/secretariat/129296), the old one a line `PRISTINA 9 January 2002`
(https://osce.org/kosovo/54097). Labels and order decide, never a class name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from osce_scraper.normalise.datelines import Dateline, parse_dateline, parse_place_and_date
from osce_scraper.normalise.dates import parse_date
from osce_scraper.pages.kind import find_type_line, find_unknown_type
from osce_scraper.pages.labels import BREADCRUMBS, Label, split_label
from osce_scraper.pages.lines import Line
from osce_scraper.pages.values import is_prose, read_values
from osce_scraper.taxonomy.vocabulary import fold

_FEWEST_LABELS = 2
_DATELINE_WITHIN = 8
CAPTION = re.compile(r"Photo details|\((?:OSCE/[^()]{2,60}|[^()]{2,60}/OSCE)\)\s*$")


@dataclass(slots=True)
class Head:
    """What stands above the text."""

    type_line: str | None = None
    values: dict[Label, list[Line]] = field(default_factory=dict)
    """Labels that the page shows, each with its values, empty ones included."""
    place_and_date: Dateline | None = None
    shown_date: Line | None = None
    """A line that is a date and nothing else, without a label."""
    start: int = 0
    """Index of the first line of the text."""


def read_head(lines: list[Line], title: int) -> Head:
    """Read the lines around and below the title.

    Args:
        lines: The page without its menu.
        title: Index of the title's line; -1 where the title is not among the lines.
    """
    head = Head(type_line=find_type_line(lines, title))
    index = title + 1
    if head.type_line and index < len(lines) and lines[index].text == head.type_line:
        index += 1
    while index < len(lines) and not _begins_text(lines[index]):
        index = _read_line(lines, index, head)
    head.start = _find_start(lines, index, head)
    if head.type_line is None and len(head.values) >= _FEWEST_LABELS:
        head.type_line = find_unknown_type(lines, title)
    return head


def _begins_text(line: Line) -> bool:
    if line.label or split_label(line.text):
        return False
    return is_prose(line) and not CAPTION.search(line.text)


def _read_line(lines: list[Line], index: int, head: Head) -> int:
    """Take one line, or a label with its values, into the head; return the next index."""
    line = lines[index]
    if line.label:
        values = read_values(lines, index)
        head.values.setdefault(line.label, values)
        return index + 1 + len(values)
    if pair := split_label(line.text):
        label, text = pair
        value = Line(text, line.kind, 0, line.element, None, line.times, line.links)
        head.values.setdefault(label, [value] if text or line.times else [])
    elif head.place_and_date is None and (found := parse_place_and_date(line.text)):
        head.place_and_date = found
    elif head.shown_date is None and (line.times or parse_date(line.text)):
        head.shown_date = line
    return index + 1


def _find_start(lines: list[Line], index: int, head: Head) -> int:
    """First line of the text: the dateline, with captions before it passed over."""
    for ahead, line in enumerate(lines[index : index + _DATELINE_WITHIN], start=index):
        if line.kind != "heading" and parse_dateline(line.text):
            between = lines[index:ahead]
            if head.place_and_date or all(map(_is_noise, between)):
                return ahead
            break
    while index < len(lines) and _is_noise(lines[index]):
        index += 1
    return index


def _is_noise(line: Line) -> bool:
    return bool(CAPTION.search(line.text)) or line.is_link or fold(line.text) in BREADCRUMBS
