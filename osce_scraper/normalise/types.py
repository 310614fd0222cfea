"""The kind of a release, by its own words."""

from __future__ import annotations

from osce_scraper.items import ReleaseType
from osce_scraper.taxonomy.vocabulary import fold

TYPES: dict[str, ReleaseType] = {
    # nav_states.md section 6
    "press release": "press_release",
    "пресс-релиз": "press_release",
    "press statement": "press_statement",
    "news": "news",
    "news item": "news",
    "spot report": "spot_report",
    "daily report": "daily_report",
    "weekly report": "weekly_report",
    # not seen in a capture
    "statement": "statement",
    "прес-реліз": "press_release",
    "новость": "news",
    "заявление": "statement",
}


def normalise_type(raw: str | None) -> ReleaseType | None:
    """The type that a type line or a listing row names; `other` for a word that is none."""
    key = fold(raw or "")
    return TYPES.get(key, "other") if key else None
