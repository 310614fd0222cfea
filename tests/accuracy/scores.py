"""What a record says beside what it must say: exact, wrong, missing or invented, per field."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from osce_scraper.items import PressRelease

Outcome = Literal["exact", "wrong", "missing", "invented"]
Truth = dict[str, Any]
FIELDS = (
    *("id", "type", "language", "title", "date", "date_source", "places", "sources"),
    *("fields_of_work", "dateline", "dateline_date", "body", "images", "attachments"),
    "translations",
)
OUTCOMES: tuple[Outcome, ...] = ("exact", "wrong", "missing", "invented")


def said(record: PressRelease) -> Truth:
    """What a record says, in the form of a truth; the order of places and terms carries nothing."""
    values: Truth = {name: getattr(record, name) for name in FIELDS}
    values["places"] = sorted([place.name, place.country] for place in record.places)
    values["sources"] = sorted(source.id or source.raw for source in record.sources)
    values["fields_of_work"] = sorted(term.id or term.raw for term in record.fields_of_work)
    values["images"] = [[image.url, image.caption] for image in record.images]
    values["attachments"] = [[file.url, file.title, file.media_type] for file in record.attachments]
    values["translations"] = sorted([one.language, one.url] for one in record.translations)
    return values


def judge(wanted: Any, got: Any) -> Outcome:
    """Compare one value; null and an empty list both mean that nothing is there."""
    if wanted == got or (not wanted and not got):
        return "exact"
    if not wanted:
        return "invented"
    return "wrong" if got else "missing"


@dataclass(frozen=True, slots=True)
class Failure:
    """One value that is not as it must be."""

    page: str
    field: str
    outcome: Outcome
    wanted: Any
    got: Any


@dataclass(slots=True)
class Score:
    """The figures of one corpus."""

    name: str
    pages: int = 0
    records: int = 0
    counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    """A hash for each page with its truth."""

    def add(self, page: str, names: Sequence[str], wanted: Truth, got: Truth | None) -> None:
        """Score the values of one page; of a page that gives no record every value is missing."""
        for name in names:
            outcome = judge(wanted[name], got[name]) if got is not None else "missing"
            self.counts.setdefault(name, Counter())[outcome] += 1
            if outcome != "exact":
                value = got[name] if got is not None else "no record"
                self.failures.append(Failure(page, name, outcome, wanted[name], value))

    def note(self, page: str, content: bytes, truth: Any) -> None:
        """Take a page and its truth into the corpus's hash."""
        self.pages += 1
        said = json.dumps(truth, ensure_ascii=False, sort_keys=True).encode()
        self.inputs.append(fingerprint([page.encode(), content, said]))

    def merge(self, other: Score) -> None:
        """Take in the figures of a part of the corpus."""
        self.pages += other.pages
        self.records += other.records
        self.failures += other.failures
        self.inputs += other.inputs
        for name, counts in other.counts.items():
            self.counts.setdefault(name, Counter()).update(counts)

    def exact(self, name: str) -> float:
        """Share of exact values of one field."""
        counts = self.counts[name]
        return counts["exact"] / counts.total()

    @property
    def corpus(self) -> str:
        """SHA-256 over all inputs and truths."""
        return fingerprint(map(str.encode, self.inputs))


def fingerprint(parts: Iterable[bytes]) -> str:
    """SHA-256 of parts, each set apart from the next."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
