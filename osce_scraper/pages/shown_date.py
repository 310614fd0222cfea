"""The date that the page itself shows, with the evidence for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from osce_scraper.normalise.dates import parse_date
from osce_scraper.pages.head import Head
from osce_scraper.pages.meta import Meta


class ShownDate(NamedTuple):
    """A date as a page gives it."""

    value: str | None
    """Words or machine value that can be read as a date; None where neither can."""
    raw: str
    """As a person sees it; the machine value where nothing is shown."""
    evidence: str
    """`label`, `label_time`, `shown`, `shown_time`, `place_and_date_line` or `meta`."""


def find_shown_dates(head: Head, meta: Meta) -> list[ShownDate]:
    """All dates that the page shows: labelled, shown, place-and-date line, meta data.

    Those that can be read come first, the most trusted before the others.
    """
    return sorted(_candidates(head, meta), key=lambda one: one.value is None)


def _candidates(head: Head, meta: Meta) -> Iterator[ShownDate]:
    labelled = [("label", line) for line in head.values.get("date", ())]
    shown = [("shown", head.shown_date)] if head.shown_date else []
    for evidence, line in (*labelled, *shown):
        machine, text = next(iter(line.times), ("", ""))
        visible = text or ("" if machine else line.text)
        if visible or machine:
            yield _shown(visible, machine, f"{evidence}_time" if machine else evidence)
    if head.place_and_date:
        yield _shown(head.place_and_date.date_raw or "", "", "place_and_date_line")
    if meta.date:
        yield _shown("", meta.date, "meta")
    for evidence, line in (*labelled, *shown):
        for machine, text in line.times:
            seen = parse_date(text)
            if seen and parse_date(machine) not in {None, seen}:
                yield _shown("", machine, f"{evidence}_machine")


def _shown(visible: str, machine: str, evidence: str) -> ShownDate:
    """The date as the page shows it; its machine value only where the words cannot be read."""
    value = next((words for words in (visible, machine) if parse_date(words)), None)
    return ShownDate(value, visible or machine, evidence)
