"""Which of several values stands: the page's, then the listing row's, then the dateline's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from osce_scraper.articles import Article, Evidence
from osce_scraper.items import (
    DateSource,
    FieldOfWork,
    Issue,
    Place,
    PlaceSource,
    ReleaseType,
    Source,
)
from osce_scraper.normalise.datelines import Dateline
from osce_scraper.normalise.dates import parse_date
from osce_scraper.normalise.places import compare_places, normalise_places
from osce_scraper.normalise.terms import normalise_fields, normalise_sources
from osce_scraper.normalise.types import normalise_type

_Term = TypeVar("_Term", Source, FieldOfWork)
_CONFLICTS = {"sources": "source_conflict", "fields_of_work": "field_conflict"}


@dataclass(slots=True)
class Findings:
    """What is found out about one article besides its values."""

    evidence: dict[str, list[Evidence]]
    issues: list[Issue]

    def note(self, name: str, source: str, value: str) -> None:
        """Add evidence for a field, less trusted than what is there."""
        self.evidence.setdefault(name, []).append(Evidence(source, value))

    def conflict(self, code: str, field: str, kept: str, lost: Evidence) -> None:
        """Keep a value that lost against a different one visible."""
        detail = f"the {lost.source} says otherwise"
        issue = Issue(code=code, field=field, kept=kept, lost=lost.value, detail=detail)
        self.issues.append(issue)


@dataclass(frozen=True, slots=True)
class Dated:
    """A publishing date with where it comes from."""

    iso: str | None
    source: DateSource | None
    raw: str | None

    @property
    def day(self) -> date | None:
        """The date as such."""
        return date.fromisoformat(self.iso) if self.iso else None


def choose_type(article: Article, findings: Findings) -> ReleaseType | None:
    """The type by the page's own words, else by its listing row's."""
    row = article.capture.row
    on_page = normalise_type(article.type_line)
    in_row = normalise_type(row.type_raw) if row else None
    if in_row:
        findings.note("type", "listing", in_row)
    if on_page and in_row and on_page != in_row:
        findings.conflict("type_conflict", "type", on_page, Evidence("listing row", in_row))
    return on_page or in_row


def choose_sources(article: Article, findings: Findings) -> list[Source]:
    """The bodies that the page names, else those of its listing row."""
    row = article.capture.row
    return _choose_terms(
        "sources", normalise_sources, article.sources, row.where if row else [], findings
    )


def choose_fields(article: Article, findings: Findings) -> list[FieldOfWork]:
    """The fields of work that the page names, else those of its listing row."""
    row = article.capture.row
    return _choose_terms(
        "fields_of_work", normalise_fields, article.fields, row.what if row else [], findings
    )


def _choose_terms(
    name: str,
    read: Callable[[list[str], list[Issue]], list[_Term]],
    own: list[str],
    listed: list[str],
    findings: Findings,
) -> list[_Term]:
    if not listed:
        return read(own, findings.issues)
    findings.note(name, "listing", "; ".join(listed))
    if not own:
        return read(listed, findings.issues)
    kept, lost = read(own, findings.issues), read(listed, [])
    if {term.name for term in kept} != {term.name for term in lost}:
        words = ", ".join(term.name for term in kept)
        other = Evidence("listing row", ", ".join(term.name for term in lost))
        findings.conflict(_CONFLICTS[name], name, words, other)
    return kept


def choose_date(article: Article, dateline: Dateline | None, findings: Findings) -> Dated:
    """The publishing date; other dates that differ become issues."""
    row = article.capture.row
    candidates: list[tuple[DateSource, str | None, str | None]] = [
        ("page", article.date_value, article.date_raw),
        ("listing", row.date_raw if row else None, row.date_raw if row else None),
    ]
    known = [
        Dated(when.isoformat(), source, raw)
        for source, value, raw in candidates
        if (when := parse_date(value or "")) is not None
    ]
    known += _other_dates(article)
    if dateline and dateline.date:
        known.append(Dated(dateline.date.isoformat(), "dateline", dateline.date_raw))
    _note_dates(known, findings)
    if known:
        return known[0]
    detail = "no complete date on the page, in a listing row or in a dateline"
    findings.issues.append(Issue(code="no_date", field="date", kept=None, lost=None, detail=detail))
    raws = (article.date_raw, row.date_raw if row else None, dateline and dateline.date_raw)
    return Dated(None, None, next((str(raw) for raw in raws if raw), None))


def _other_dates(article: Article) -> list[Dated]:
    """Dates of the page itself that say something else than the one that it shows first."""
    own = article.evidence.get("date", [])[1:]
    dates = {when.isoformat() for one in own if (when := parse_date(one.value)) is not None}
    shown = parse_date(article.date_value or "")
    return [Dated(iso, "page", iso) for iso in sorted(dates) if shown and iso != str(shown)]


def _note_dates(known: Sequence[Dated], findings: Findings) -> None:
    for dated in known:
        if dated.source != "page":
            findings.note("date", dated.source or "", dated.iso or "")
        if dated.iso != known[0].iso:
            lost = Evidence(dated.source or "", dated.iso or "")
            findings.conflict("date_conflict", "date", known[0].iso or "", lost)


def choose_places(article: Article, dateline: Dateline | None, findings: Findings) -> list[Place]:
    """The places of the label, else of the place-and-date line, else of the dateline."""
    candidates: tuple[tuple[list[str], PlaceSource], ...] = (
        (article.places, "label"),
        ([article.page_place] if article.page_place else [], "page"),
        ([dateline.place] if dateline else [], "dateline"),
    )
    found: list[list[Place]] = []
    for words, source in candidates:
        issues: list[Issue] = []
        places = normalise_places(words, source, issues)
        if not places:
            continue
        if not found:
            findings.issues.extend(issues)
        if source == "dateline":
            findings.note("places", source, "; ".join(words))
        found.append(places)
    if not found:
        return []
    conflicts = (compare_places(found[0], lost) for lost in found[1:])
    findings.issues.extend(filter(None, conflicts))
    return found[0]
