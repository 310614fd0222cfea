"""Which records a run is to give."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

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


def merged(
    held: Mapping[str, Any] | None, asked: Mapping[str, Any], named: Collection[str]
) -> tuple[dict[str, Any], bool]:
    """The scope of a dataset: what it was, but for what the user names anew.

    Args:
        held: As it was kept, in JSON; None in a new dataset.
        asked: The options of a run, defaults included.
        named: Those that the user named.

    Returns:
        The scope, and whether it is another one than before.
    """
    plain = {n: list(v) if isinstance(v, tuple) else v for n, v in asked.items()}
    scope = {
        name: value if held is None or name in named else held.get(name)
        for name, value in plain.items()
    }
    return scope, scope != held
