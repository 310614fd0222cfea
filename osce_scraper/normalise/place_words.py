"""What the words for a place in a dateline mean: cities, countries beside them, or no place."""

from __future__ import annotations

import re

from osce_scraper.kept import keep_short, keep_short_with
from osce_scraper.normalise import gazetteer
from osce_scraper.normalise.dates import MONTHS
from osce_scraper.taxonomy.resolver import resolve_source

_LONGEST = 160  # longer words are no list of places, and hostile ones would take long
_OSCE = re.compile(r"\s?\(OSCE\)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

# Words in capitals that open releases as datelines do. None is part of a town's name.
_BODIES = (
    "osce odihr smm hcnm rfom oscepa oebs oess osze osbe обсе бдипч оебс обсє council secretariat"
    " secretary mission assembly chair chairman chairmanship chairperson chairpersonship"
)
_OFFICES = (
    "president minister ministers ministerial ambassador commissioner director representative"
    " spokesperson spokesman spokeswoman rapporteur envoy coordinator delegation"
)
_DOCUMENTS = (
    "statement statements report reports release press media advisory announcement notice news"
    " newsletter factsheet summary speech remarks interview decision declaration communique"
    " communiqué letter invitation corrigendum correction addendum annex agenda opinion"
    " заявление заява сообщение отчет отчёт релиз пресс саопштење изјава saopštenje saopćenje"
    " izjava priopćenje deklaratë komunikatë erklärung pressemitteilung déclaration communiqués"
)
_MARKS = (
    "updated update published issued revised corrected embargo embargoed immediate"
    " обновлено опубликовано objavljeno ažurirano publié aktualisiert"
)
_NO_TOWN = frozenset(" ".join((_BODIES, _OFFICES, _DOCUMENTS, _MARKS)).split())
# These are parts of towns' names too, so only alone they are none.
_TIMES_AND_SHORT_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow date place"
    " fom fsc cpc pc pa sg cio eom leom ieom bim kvm final draft joint special"
)
_ALONE = frozenset(_TIMES_AND_SHORT_NAMES.split())


@keep_short(4096)
def split_places(words: str) -> tuple[tuple[str, str | None], ...]:
    """Take apart the places of a dateline: `(city, country as written)`.

    `ALMATY, Kazakhstan` is one city in a country, `TIRANA / BRUSSELS` are two cities, and
    `Hofburg, Vienna` stays whole: it is a house in a city.
    """
    if len(words) > _LONGEST:
        return ((words, None),)
    return tuple(map(_city_and_country, gazetteer.split(words)))


def _city_and_country(words: str) -> tuple[str, str | None]:
    city, _, last = (part.strip(" ,") for part in words.rpartition(","))
    if not city or not last or gazetteer.is_known(words) or _known_city(last):
        return words.strip(" ,"), None
    return city, None if is_no_place(last) else last


@keep_short_with(4096)
def identify(city: str, country: str | None) -> gazetteer.Found | None:
    """The known place that a city is, beside a country as the page writes it.

    The words beside it may be no country (`PARIS, Texas`), or one in which no such city is known
    (`PARIS, Canada`): then another city is meant than the one we know.
    """
    state = gazetteer.find(country) if country else None
    if country and (state is None or state.kind == "city"):
        return None
    code = state.country if state else None
    bare = _OSCE.sub("", city).strip()
    return gazetteer.find(bare, code) or _last_city(bare, code)


def _last_city(words: str, code: str | None) -> gazetteer.Found | None:
    """The city that `Hofburg, Vienna` lies in, whatever stands before it."""
    named = [_known_city(part, code) for part in words.split(",")[:0:-1]]
    first = _known_city(words.partition(",")[0], code) if code else None
    return next(filter(None, [*named, first]), None)


def _known_city(words: str, code: str | None = None) -> gazetteer.Found | None:
    found = gazetteer.find(words.strip(), code)
    return found if found and found.kind == "city" and not found.misspelt else None


def are_known(words: str) -> bool:
    """Whether all places are known in just this spelling, each in the country beside it."""
    found = (identify(city, country) for city, country in split_places(words))
    return all(place is not None and not place.misspelt for place in found)


def is_no_place(words: str) -> bool:
    """Whether words are the organisation's own, a kind of document or a time, and no town.

    What else the gazetteer lacks may be a town: `JOINT STATEMENT` is none, `NOWHERESVILLE` is.
    """
    if gazetteer.is_known(words):
        return False
    parts = _WORD.findall(words.casefold())
    return (
        any(part in _NO_TOWN for part in parts)
        or all(part in _ALONE or part in MONTHS for part in parts)
        or resolve_source(words)[0] is not None
    )
