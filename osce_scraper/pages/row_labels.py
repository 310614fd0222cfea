"""The labels that begin each row of a listing; a release shows one of them at most (facts 3)."""

from __future__ import annotations

from string import ascii_letters, digits

from osce_scraper.pages.lines import Line
from osce_scraper.taxonomy.vocabulary import fold

_LABELS = ("publishing date", "дата публикации")
_LONGEST_WORDS = [max(label.split(), key=len) for label in _LABELS]
# With a capital or without one, and in capitals; other ways to write a label are none's.
_FORMS = [form.encode() for word in _LONGEST_WORDS for form in (word[1:], word[1:].upper())]
_OPENING = 4 * max(map(len, _LABELS))  # letters; a few of them may be invisible
_LETTERS = {letter for label in _LABELS for letter in (label[0], label[0].upper())}
_RUSSIAN = map(chr, range(ord("А"), ord("я") + 1))
_OTHERS = {*ascii_letters, *digits, *_RUSSIAN} - _LETTERS
"""Lines that begin with one of these begin no row, which is told without folding them."""


def count_rows(lines: list[Line]) -> int:
    """How many lines begin with the label of a row."""
    openings = [line.text[:_OPENING] for line in lines if line.text[:1] not in _OTHERS]
    return sum(fold(opening).startswith(_LABELS) for opening in openings)


def may_hold_rows(page: bytes) -> bool:
    """Whether the labels of rows may stand behind the title of a page in UTF-8."""
    start = max(0, page.find(b"<h1"))
    return any(page.find(form, start) >= 0 for form in _FORMS)
