"""The whole line for one page: a capture becomes a record, or is refused with a reason.

`extract` runs this; the pipelines run the same functions one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from osce_scraper.errors import PageRefusedError, UnreadableInputError
from osce_scraper.items import Capture, PressRelease, Rejected
from osce_scraper.normalise.record import normalise, provenance
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import check_capture, open_page
from osce_scraper.taxonomy.tree import Taxonomy


def read_captures(captures: Iterable[Capture]) -> Iterator[PressRelease | Rejected]:
    """Read captures one by one; each gives exactly one record or one rejection."""
    for capture in captures:
        try:
            check_capture(capture)
            page = open_page(capture)
            yield validate(normalise(read_article(page)).record)
        except PageRefusedError as error:
            yield reject(capture, error)


def validate(record: PressRelease) -> PressRelease:
    """Check a record against the schema.

    Raises:
        PageRefusedError: `schema`, with the fields that do not fit.
    """
    try:
        return PressRelease.model_validate(record)
    except ValidationError as error:
        faults = (
            f"{'.'.join(map(str, fault['loc'])) or 'record'}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)
        )
        raise PageRefusedError("schema", "; ".join(faults)) from error


def read_taxonomy(captures: Iterable[Capture]) -> Taxonomy:
    """The newest complete menu of some captures; where none is complete, the largest.

    Raises:
        UnreadableInputError: If no page holds a menu.
    """
    best: tuple[tuple[bool, str, int], Taxonomy] | None = None
    for capture in captures:
        try:
            found = open_page(capture).taxonomy
        except PageRefusedError:
            continue
        if found is None:
            continue
        when = (capture.captured_at or "") if found.is_complete else ""
        rank = (found.is_complete, when, 0 if found.is_complete else len(found.terms))
        if best is None or rank > best[0]:
            best = (rank, found)
    if best is None:
        raise UnreadableInputError("no page holds the navigation menu of osce.org")
    return best[1]


def reject(capture: Capture, error: PageRefusedError) -> Rejected:
    """The record of a page that was refused."""
    return Rejected(
        url=capture.asked or capture.url,
        reason=error.reason,
        detail=error.detail,
        captured_at=capture.captured_at,
        capture=provenance(capture),
    )
