"""Why a page gave what it gave: every field with the evidence that won and that lost."""

from __future__ import annotations

import json
from collections.abc import Iterator

from osce_scraper.articles import Evidence
from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture, PressRelease
from osce_scraper.normalise.record import Normalised, normalise
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import check_capture, open_page

_FIELDS = (
    *("id", "node_id", "url", "language", "type", "title", "date", "date_source", "date_raw"),
    *("places", "sources", "fields_of_work", "dateline", "dateline_date", "body", "images"),
    *("attachments", "translations"),
)
_NAMED = {
    "id": "url",
    "node_id": "url",
    "date_source": "date",
    "date_raw": "date",
    "dateline_date": "dateline",
}
"""Fields that rest on another field's evidence."""
_WIDTH = 100


def explain(capture: Capture) -> Iterator[str]:
    """Explain one page, line by line.

    Args:
        capture: The page as fetched.

    Yields:
        For each field its value, then a line for each piece of evidence; for a page that is
        refused the reason.
    """
    try:
        check_capture(capture)
        normalised = normalise(read_article(open_page(capture)))
    except PageRefusedError as error:
        yield f"rejected  {error.reason}: {error.detail}"
        return
    yield f"layout  {normalised.record.layout}"
    for name in _FIELDS:
        yield from _explain_field(name, normalised)
    for issue in normalised.record.issues:
        yield _cut(f"issue  {issue.code}: kept {issue.kept}, lost {issue.lost}; {issue.detail}")


def _explain_field(name: str, normalised: Normalised) -> Iterator[str]:
    yield _cut(f"{name}  {_value(normalised.record, name)}")
    evidence = normalised.evidence.get(_NAMED.get(name, name), [])
    if not evidence:
        yield "    no evidence"
    for place, found in enumerate(evidence):
        outcome = (
            "won   " if place == 0 else "agrees" if found.value == evidence[0].value else "lost  "
        )
        yield _cut(f"    {outcome}  {_words(found)}")


def _value(record: PressRelease, name: str) -> str:
    value = record.model_dump(include={name})[name]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _words(found: Evidence) -> str:
    return f"{found.source}: {found.value}"


def _cut(line: str) -> str:
    line = " ".join(line.split()) if not line.startswith(" ") else line.replace("\n", " ")
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
