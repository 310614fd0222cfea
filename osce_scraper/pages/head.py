"""The head of a release: its type line, labelled header, date and place, whatever the mark-up.

The new layout prints `Date:`, `Place:`, `Source:` and `Fields of work:` between title and text
(https://www.osce.org/secretariat/129296), the old one a line `PRISTINA 9 January 2002`
(https://osce.org/kosovo/54097). Labels and order decide, never a class name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from osce_scraper.normalise.datelines import Dateline, parse_dateline, parse_place_and_date
from osce_scraper.normalise.dates import parse_date
from osce_scraper.pages.boxes import is_inside
from osce_scraper.pages.captions import is_caption
from osce_scraper.pages.kind import find_type_line, find_unknown_type
from osce_scraper.pages.labels import BREADCRUMBS, END_OF_BODY, Label, split_label
from osce_scraper.pages.lines import Line
from osce_scraper.pages.values import is_prose, read_columns, read_values
from osce_scraper.taxonomy.vocabulary import fold

_FEWEST_LABELS = 2
_LONGEST_ALONE = 80  # letters
_DATE_ABOVE = 3  # lines; a date may stand beside the type line
DATELINE_WITHIN = 8
_LABEL_WITHIN = 12
_NOISE = BREADCRUMBS | END_OF_BODY
_COLON = re.compile(r"[^\W\d_][^:.!?]{1,38}:")  # "Contact: Jane Doe"


@dataclass(slots=True)
class Head:
    """What stands above the text."""

    type_line: str | None = None
    values: dict[Label, list[Line]] = field(default_factory=dict)
    """Labels that the page shows, each with its values, empty ones included."""
    place_and_date: Dateline | None = None
    shown_date: Line | None = None
    """A line that is a date and nothing else, without a label."""
    end: int = 0
    """Index of the first line after the header."""
    start: int = 0
    """Index of the first line of the text."""
    dateline: int | None = None
    """Index of the line that begins with the dateline."""


def read_head(lines: list[Line], title: int) -> Head:
    """Read the lines around and below the title.

    Args:
        lines: The page without its menu.
        title: Index of the title's line; -1 where the title is not among the lines.
    """
    head = Head(type_line=find_type_line(lines, title), end=title + 1)
    index = title + 1
    while index < len(lines) and not _ends_header(lines, index, head):
        if _ends_article(lines[index]) and not any(
            line.label for line in lines[index : index + _LABEL_WITHIN]
        ):
            break
        index = _read_line(lines, index, head)
    _find_text(lines, index, head)
    if head.shown_date is None:
        head.shown_date = _find_date_above(lines, title, head)
    if head.type_line is None and len(head.values) >= _FEWEST_LABELS:
        head.type_line = find_unknown_type(lines, title)
    return head


def _find_date_above(lines: list[Line], title: int, head: Head) -> Line | None:
    """A date beside the type line; other dates above the title are the site's own."""
    above = lines[max(0, title - _DATE_ABOVE) : max(0, title)]
    kind = next((line for line in above if line.text == head.type_line), None)
    if kind is None or kind.element is None:
        return None
    box = kind.element.getparent()
    return next((line for line in above if _is_date(line) and is_inside(line, box)), None)


def _ends_header(lines: list[Line], index: int, head: Head) -> bool:
    """Whether the header is over: at running text, or at anything that follows its labels."""
    line = lines[index]
    if line.label or split_label(line.text) or is_noise(line):
        return False
    if is_prose(line):
        return True
    if not head.values or _is_date(line) or line.text == head.type_line:
        return False
    return not _is_unknown_label(lines, index, head)


def _is_unknown_label(lines: list[Line], index: int, head: Head) -> bool:
    """Whether a line is a label that we do not know, or its value: known ones still follow."""
    before = lines[index - 1].text if index else ""
    if not (_COLON.match(lines[index].text) or before.endswith(":")):
        return False
    for line in lines[index + 1 : index + _LABEL_WITHIN]:
        if is_prose(line):
            return False
        if line.label and line.label not in head.values:
            return True
    return False


def _is_date(line: Line) -> bool:
    """Whether a line is a date and nothing else: `Last updated: …` is not the page's date."""
    shown = [text for _, text in line.times]
    return bool(shown and line.text in {"", *shown}) or parse_date(line.text) is not None


def _read_line(lines: list[Line], index: int, head: Head) -> int:
    """Take one line, or a label with its values, into the head; return the next index."""
    line = lines[index]
    following = index + 1
    if columns := read_columns(lines, index):
        for label, value in columns:
            head.values.setdefault(label, [value])
        following += 2 * len(columns) - 1
    elif line.label:
        values = read_values(lines, index)
        head.values.setdefault(line.label, values)
        following += len(values)
    elif pair := split_label(line.text):
        label, text = pair
        value = Line(
            text, line.kind, 0, line.element, None, line.times, line.links, line.link_texts
        )
        head.values.setdefault(label, [value] if text or line.times else [])
    elif head.place_and_date is None and (found := parse_place_and_date(line.text)):
        head.place_and_date = found
    elif head.shown_date is None and _is_date(line):
        head.shown_date = line
    elif line.text != head.type_line:
        return following
    head.end = following
    return following


def _find_text(lines: list[Line], running: int, head: Head) -> None:
    """Find where the text begins.

    Args:
        lines: The page without its menu.
        running: Index of the first running text, or of what ended the header.
        head: Gets `start` and `dateline`.
    """
    near = range(head.end, min(running + DATELINE_WITHIN, len(lines)))
    head.dateline = next((i for i in near if dateline_words(lines, i)), None)
    if head.dateline is not None and head.place_and_date is not None:
        head.start = head.dateline  # what stands between are captions (osce.org/kosovo/54097)
        return
    first = head.dateline if head.dateline is not None else running
    if first >= len(lines) or not (is_prose(lines[first]) or first == head.dateline):
        # No running text: whatever follows the header, unless another section begins before it.
        above = takewhile(lambda line: not _ends_article(line), lines[head.end : first + 1])
        first = head.end if not all(map(is_noise, above)) else len(lines)
    start = first
    while start > head.end and _belongs(lines, start - 1, first):
        start -= 1
    while start < len(lines) and is_noise(lines[start]):
        start += 1
    head.start = start


def _ends_article(line: Line) -> bool:
    return line.kind == "heading" and fold(line.text) in END_OF_BODY


def dateline_words(lines: list[Line], index: int) -> str | None:
    """The words that begin with a dateline, if a line does.

    A dateline may stand in a line of its own (`<strong>VIENNA, 3 May 2014</strong><br>The …`).
    """
    line = lines[index]
    if line.kind == "heading" or line.label:
        return None
    if parse_dateline(line.text):
        return line.text
    is_alone = "," in line.text and len(line.text) < _LONGEST_ALONE
    alone = f"{line.text} – "
    follows = index + 1 < len(lines) and is_prose(lines[index + 1])
    return alone if is_alone and follows and parse_dateline(alone) else None


def _belongs(lines: list[Line], index: int, first: int) -> bool:
    """Whether a short line above the running text is part of it: no crumb, and in its box."""
    line = lines[index]
    if is_noise(line) or _is_date(line) or line.label:
        return False
    if is_prose(line):
        return True
    if first >= len(lines):
        return True
    element = lines[first].element
    return element is None or is_inside(line, element.getparent())


def is_noise(line: Line) -> bool:
    """Whether a line around the header is no part of the text: captions, links, crumbs."""
    key = line.key
    return not key or key in _NOISE or line.is_link or is_caption(line)
