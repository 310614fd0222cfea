"""Places: a city's current English name and its country, beside the words of the page."""

from __future__ import annotations

from collections.abc import Iterable

from osce_scraper.items import Issue, Place, PlaceSource
from osce_scraper.normalise import gazetteer
from osce_scraper.normalise.place_words import identify, split_places


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
    found = identify(raw, country)
    if found is None:
        return _unknown(raw, country, source, issues)
    if found.misspelt:
        issues.append(_issue("misspelt_place", found.name, raw))
    return Place(name=found.name, country=found.country, raw=raw, source=source)


def _unknown(city: str, country: str | None, source: PlaceSource, issues: list[Issue]) -> Place:
    """A place as written: what the gazetteer has is not said against the page's own words.

    Its country is the one that the page names. `PARIS, Texas` names none, so it has none, and
    its words stay whole. Of `PRISTINA, Serbia` neither XK nor RS is said: the record writes XK
    for Kosovo, the page says otherwise, and a code would take a side; so it is null.
    """
    state = gazetteer.find(country) if country else None
    is_country = state is not None and state.kind != "city"
    raw = city if is_country or not country else " ".join(f"{city}, {country}".split())
    name = ", ".join(gazetteer.title_case(part.strip()) for part in city.split(",") if part.strip())
    issues.append(_issue("unknown_place", raw, None))
    code = state.country if state and is_country else None
    return Place(name=name, country=_unless_disputed(city, code), raw=raw, source=source)


def _unless_disputed(city: str, code: str | None) -> str | None:
    known = gazetteer.find(city)
    return None if known and {known.country, code} == {"XK", "RS"} else code


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
