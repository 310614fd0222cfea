"""Layout drift: evidence that stops firing, though another may still give a value (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Read = dict[str, list[str]]
"""For each field of a page the evidence for it, the one that won first."""

_BESIDE_THE_PAGE = frozenset(("listing", "dateline", "fetched", "declared"))
"""Evidence that is no label or mark-up of the page: what a value falls back on."""
_LIVE = 0.5  # share of pages on which an evidence is counted on


class Kind(NamedTuple):
    """Pages that should look alike."""

    layout: str
    type: str


@dataclass(slots=True)
class Shares:
    """On how many pages each field had evidence of its own, and each evidence was there."""

    pages: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    evidence: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, read: Read) -> None:
        """Count a page."""
        self.pages += 1
        for name, sources in read.items():
            self.fields[name] += sources[0] not in _BESIDE_THE_PAGE
            self.evidence.update((name, one) for one in set(sources) - _BESIDE_THE_PAGE)

    def of_field(self, name: str) -> float:
        """Share of pages on which the page itself gave a field its value."""
        return self.fields[name] / self.pages

    def of_evidence(self, name: str, source: str) -> float:
        """Share of pages on which an evidence for a field was there."""
        return self.evidence[name, source] / self.pages


def shares(reads: Iterable[Read]) -> Shares:
    """Count some pages."""
    found = Shares()
    for read in reads:
        found.add(read)
    return found


def drifts(before: Shares, now: Shares, limit: float) -> Iterator[str]:
    """Fields whose own evidence has gone, in words.

    Args:
        before: Of the last good dump.
        now: Of the pages that were read last.
        limit: How much smaller a field's share may be, e.g. 0.1 for ten points.
    """
    for name in sorted(before.fields):
        was, is_now = before.of_field(name), now.of_field(name)
        dead = [
            f"'{source}'"
            for field_name, source in sorted(before.evidence)
            if field_name == name
            and before.of_evidence(name, source) >= _LIVE
            and now.of_evidence(name, source) == 0
        ]
        if was - is_now > limit or dead:
            fallen = dead or _fallen(name, before, now)
            yield (
                f"{name}: {', '.join(fallen)} stopped firing; the page itself gave the value on"
                f" {is_now:.0%} of the last {now.pages} pages, and on {was:.0%} before"
            )


def _fallen(name: str, before: Shares, now: Shares) -> list[str]:
    """The evidence for a field that is there less often than before."""
    return [
        f"'{source}'"
        for field_name, source in sorted(before.evidence)
        if field_name == name and now.of_evidence(name, source) < before.of_evidence(name, source)
    ]
