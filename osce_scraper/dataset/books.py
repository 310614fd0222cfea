"""The books of a run: every page that was asked for is accounted for, or the run fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PREFIX = "osce/"


@dataclass(frozen=True, slots=True)
class Books:
    """Counts of release pages; robots.txt and listings are not in them."""

    requested: int = 0
    captured: int = 0
    skipped: int = 0
    failed: int = 0
    exported: int = 0
    duplicate: int = 0
    filtered: int = 0
    rejected_by_reason: dict[str, int] = field(default_factory=dict)
    skipped_by_reason: dict[str, int] = field(default_factory=dict)
    """Of the skipped: `not_modified`, `robots`, `budget`, `not_on_mirror`, `not_in_archive`."""
    changes: dict[str, int] | None = None
    """In a dataset: records added, modified, deleted and unchanged since the dump before."""

    @property
    def rejected(self) -> int:
        """Pages that were read and refused."""
        return sum(self.rejected_by_reason.values())

    def faults(self) -> list[str]:
        """What does not add up, in words; empty where the books balance."""
        asked = self.captured + self.skipped + self.failed
        read = self.exported + self.duplicate + self.rejected + self.filtered
        faults = []
        if self.requested != asked:
            faults.append(
                f"{self.requested} pages were requested, but {self.captured} captured"
                f" + {self.skipped} skipped + {self.failed} failed = {asked}"
            )
        if self.captured != read:
            faults.append(
                f"{self.captured} pages were captured, but {self.exported} exported"
                f" + {self.duplicate} duplicate + {self.rejected} rejected"
                f" + {self.filtered} filtered = {read}"
            )
        return faults

    def counts(self) -> dict[str, Any]:
        """The counts as the manifest holds them."""
        return {
            "requested": self.requested,
            "captured": self.captured,
            "skipped": self.skipped,
            "failed": self.failed,
            "exported": self.exported,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "filtered": self.filtered,
            "rejected_by_reason": self.rejected_by_reason,
        }


def read_books(stats: Mapping[str, Any]) -> Books:
    """Make the books of a run's stats."""
    names = ("requested", "captured", "failed", "exported", "duplicate", "filtered")
    counts: dict[str, Any] = {name: int(stats.get(f"{_PREFIX}{name}", 0)) for name in names}
    return Books(
        **counts,
        skipped=sum(_below(stats, "skipped").values()),
        skipped_by_reason=_below(stats, "skipped"),
        rejected_by_reason=_below(stats, "rejected"),
    )


def read_evidence(stats: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """How often each kind of evidence gave each field: `{field: {evidence: n}}`."""
    evidence: dict[str, dict[str, int]] = {}
    for name, count in _below(stats, "evidence").items():
        field_name, _, kind = name.partition("/")
        evidence.setdefault(field_name, {})[kind] = count
    return evidence


def _below(stats: Mapping[str, Any], name: str) -> dict[str, int]:
    start = f"{_PREFIX}{name}/"
    return {key.removeprefix(start): stats[key] for key in sorted(stats) if key.startswith(start)}
