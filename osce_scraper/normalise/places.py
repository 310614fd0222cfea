"""Places: a city's current English name and its country, beside the words of the page."""

from __future__ import annotations

from collections.abc import Iterable

from osce_scraper.items import Issue, Place, PlaceSource
from osce_scraper.normalise import gazetteer
from osce_scraper.normalise.datelines import split_places


def normalise_places(raw: Iterable[str], source: PlaceSource, issues: list[Issue]) -> list[Place]:
    """Resolve the places that one part of a page names.

    Args:
        raw: Words as written; several cities in one string are taken apart.
        source: Which part of the page it is.
        issues: Gets `unknown_place` for a place that the gazetteer lacks (it stays as
            written) and `misspelt_place` for one that was recognised in spite of its spelling.
    """
    places: list[Place] = []
    for words in raw:
        for city, country in split_places(words):
            place = _resolve(city, country, source, issues)
            if place is not None and place.name not in {known.name for known in places}:
                places.append(place)
    return places


def _resolve(
    city: str, country: str | None, source: PlaceSource, issues: list[Issue]
) -> Place | None:
    raw = " ".join(city.split())
    if not raw:
        return None
    state = gazetteer.find(country) if country else None
    code = state.country if state else None
    found = gazetteer.find(raw, code)
    if found is None:
        name = gazetteer.title_case(raw)
        issues.append(_issue("unknown_place", raw, None))
        return Place(name=name, country=code, raw=raw, source=source)
    if found.misspelt:
        issues.append(_issue("misspelt_place", found.name, raw))
    return Place(name=found.name, country=found.country, raw=raw, source=source)


def _issue(code: str, kept: str, lost: str | None) -> Issue:
    return Issue(code=code, field="places", kept=kept, lost=lost, detail=None)


def compare_places(kept: list[Place], lost: list[Place]) -> Issue | None:
    """An issue where two parts of a page name different places; None where they agree."""
    if not kept or not lost or {p.name for p in kept} == {p.name for p in lost}:
        return None
    return Issue(
        code="place_conflict",
        field="places",
        kept=", ".join(place.name for place in kept),
        lost=", ".join(place.name for place in lost),
        detail=f"the page's {kept[0].source} and its {lost[0].source} name different places",
    )
