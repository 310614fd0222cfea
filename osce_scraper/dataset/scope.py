"""Which records a run is to give."""

from __future__ import annotations

from dataclasses import dataclass

from osce_scraper.items import PressRelease


@dataclass(frozen=True, slots=True)
class Scope:
    """Bounds are inclusive; an empty one lets everything pass."""

    since: str | None = None
    """First publishing date, `YYYY-MM-DD`; a record without a date passes."""
    until: str | None = None
    """Last publishing date, `YYYY-MM-DD`."""
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def holds(self, record: PressRelease) -> bool:
        """Whether a record is inside; its `no_date` issue tells of one that passes undated."""
        if self.languages and record.language not in self.languages:
            return False
        if self.types and record.type not in self.types:
            return False
        if record.date is None:
            return True
        return (self.since or "") <= record.date <= (self.until or "9999")
