"""The values of a label, and what is running text instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml.etree import _Element

from osce_scraper.kept import keep_short
from osce_scraper.normalise.datelines import parse_dateline
from osce_scraper.pages.boxes import is_inside, shared_box
from osce_scraper.pages.labels import Label, split_label
from osce_scraper.pages.lines import Line

_PROSE = 80
_FEW = 20  # letters; no dateline is as short with a text after it
_LONGEST_VALUE = 800
_CELLS = frozenset(("dt", "dd", "th", "td"))
_COLUMNS = 2  # fewer labels in a row make no table head
_SENTENCE = 3  # blanks; fewer make a name such as "Washington D.C."
_MOST_VALUES = 60


def is_prose(line: Line) -> bool:
    """Whether a line is running text, not a label, a value or a crumb."""
    letters = len(line.text)
    if letters <= _FEW or line.kind in {"heading", "cell"} or line.is_link:
        return False
    return (letters >= _PROSE and line.kind == "text") or parse_dateline(line.text) is not None


def read_values(lines: list[Line], index: int) -> list[Line]:
    """The values of the label at `index`: the lines that share its list, row or box."""
    label, values = lines[index], []
    following = lines[index + 1 : index + _MOST_VALUES]
    box = shared_box(label, following[0]) if following else None
    only_one = label.kind == "text" and _is_open(box, label, following)
    for line in following:
        if not _is_value(line, label, box):
            break
        values.append(line)
        if only_one and line.kind != "item":
            break
    return values


def read_columns(lines: list[Line], index: int) -> list[tuple[Label, Line]]:
    """Labels in the head row of a table, each with the cell below it; empty for no such table."""
    row = list(takewhile(lambda line: line.label and line.kind == "cell", lines[index:]))
    below = lines[index + len(row) : index + 2 * len(row)]
    if len(row) < _COLUMNS or len(below) < len(row):
        return []
    if _row_of(row[0]) is None or _row_of(row[0]) is not _row_of(row[-1]):
        return []
    if _row_of(below[0]) is not _row_of(below[-1]) or any(line.kind != "cell" for line in below):
        return []
    return [(above.label, value) for above, value in zip(row, below, strict=True) if above.label]


def _row_of(line: Line) -> _Element | None:
    if line.element is None:
        return None
    return next(line.element.iterancestors("tr"), None)


def _is_value(line: Line, label: Line, box: _Element | None) -> bool:
    if line.label or split_label(line.text) or line.kind == "heading":
        return False
    if line.text.endswith(":") or _cell(line) in {"dt", "th"}:
        return False  # a label that we do not know
    if label.kind == "item" and line.kind != "item":
        return False
    if label.kind == "cell" and _cell(line) not in {"dd", "td"}:
        return False
    return not is_sentence(line) and (box is None or is_inside(line, box))


def is_sentence(line: Line) -> bool:
    """Whether a line is whole sentences, and so neither a label nor a value, however long."""
    return _reads_as_sentences(line.text)


@keep_short(4096)
def _reads_as_sentences(text: str) -> bool:
    if len(text) > _LONGEST_VALUE or parse_dateline(text):
        return True
    if len(text) > _PROSE and re.search(r"[.!?…]\s", text):
        return True
    return text.count(" ") >= _SENTENCE and text.endswith((".", "!", "?", "…"))


def _cell(line: Line) -> str | None:
    """The part of a list of terms or of a table that a line stands in."""
    own = line.element
    if own is None or own.tag in _CELLS:
        return None if own is None else str(own.tag)
    return next((str(box.tag) for box in own.iterancestors(*_CELLS)), None)


def _is_open(box: _Element | None, label: Line, following: list[Line]) -> bool:
    """Whether the box holds the text as well, so that only one line can be the value."""
    return box is None or any(map(is_prose, _within(box, label, following)))


def _within(box: _Element, label: Line, following: list[Line]) -> Iterator[Line]:
    """The lines in a box around a label; none comes after one that stands beside the box."""
    for line in following:
        if is_inside(line, box):
            yield line
        elif line.element not in label.boxes:  # loose text around the box ends nothing
            return
