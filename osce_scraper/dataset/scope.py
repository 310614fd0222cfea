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


_PARTS = ("since", "until", "languages", "types", "limit", "site")


def kept_scope(
    held: Mapping[str, Any] | None, asked: Mapping[str, Any], named: Collection[str]
) -> dict[str, Any]:
    """The scope that a dataset is to have from now on, as JSON would give it back.

    Args:
        held: What the dataset has; of a manifest its arguments; None for a new one.
        asked: What the user's options come to.
        named: Parts that the user named; the others stay as they are.
    """
    parts = {
        name: asked[name] if held is None or name in named else held.get(name) for name in _PARTS
    }
    lists = {name: list(parts[name] or ()) for name in ("languages", "types")}
    return parts | lists | {"limit": parts["limit"] or 0}


def is_same_scope(held: Mapping[str, Any] | None, scope: Mapping[str, Any]) -> bool:
    """Whether a scope is the one that was kept; a part that it had not yet is none."""
    return held is not None and all(
        (held.get(name) or None) == (scope[name] or None) for name in scope
    )
