"""The places that datelines name: current English names, countries, and misspellings.

The places are data: `places.json`, which `scripts/build_places.py` makes from the list in
`scripts/places.toml` and from GeoNames. Letter case never counts.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import files

from osce_scraper.normalise.place_index import Found, Index, Line, fold

__all__ = ["Found", "Index", "Line", "find", "fold", "is_known", "split", "title_case"]

_PART = re.compile(r"[^/;\s](?:[^/;]*[^/;\s])?")
_AND = re.compile(r",?\s+(?:and|&|и)\s+", re.IGNORECASE)
_LIST = re.compile(rf"{_AND.pattern}|\s*,\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ELIDED = re.compile(r"(?<=^.['’ʼ])[aeiou]", re.IGNORECASE)
_SMALL = frozenset(
    ("am", "an", "and", "da", "de", "del", "der", "di", "do", "i", "im", "in", "la", "le", "of")
    + ("on", "pri", "the", "и", "на")
)


@cache
def _index() -> Index:
    data = json.loads(files(__package__).joinpath("places.json").read_text(encoding="utf-8"))
    return Index(data["places"], data["lookalikes"])


@lru_cache(maxsize=4096)
def find(raw: str, country: str | None = None) -> Found | None:
    """Recognise a place.

    Args:
        raw: One place as written; two spellings of it (`PRISHTINË/PRIŠTINA`) are one place.
        country: ISO 3166-1 alpha-2 code that the page names beside it; a namesake elsewhere is
            then not meant.

    Returns:
        The place, or None where it is unknown, or where a misspelling fits two places alike.
    """
    found = [place for part in _PART.findall(raw) if (place := _index().find(part, country))]
    same = len(found) == len(_PART.findall(raw)) and len({place.name for place in found}) == 1
    return max(found, key=lambda place: place.misspelt) if same else None


def is_known(raw: str) -> bool:
    """Whether a place is known in just this spelling, accents and letter case apart."""
    found = find(raw)
    return found is not None and not found.misspelt


def split(raw: str) -> list[str]:
    """Take apart the places of a dateline, each as written.

    A slash parts places unless its sides are spellings of one; "and" and commas do so only where
    they join known places, so `ALMATY, Kazakhstan` and `WASHINGTON, D.C.` stay whole, and
    `Sofia, Bulgaria and Skopje, North Macedonia` are two.
    """
    spans: list[tuple[int, int]] = []
    for part in _PART.finditer(raw):
        if spans and find(raw[spans[-1][0] : part.end()]):
            spans[-1] = (spans[-1][0], part.end())
        else:
            spans.append(part.span())
    return [place for start, end in spans for place in _listed(raw[start:end])]


def _listed(words: str) -> list[str]:
    named, listed = _AND.split(words), _LIST.split(words)
    if is_known(words):
        return [words]
    if all(is_known(name) or _is_in_its_country(name) for name in named):
        return named
    return listed if all(map(_is_city, listed)) else [words]


def _is_in_its_country(words: str) -> bool:
    city, _, country = words.rpartition(",")
    state = find(country)
    if state is None or state.kind == "city":
        return False
    found = find(city, state.country)
    return found is not None and not found.misspelt


def _is_city(words: str) -> bool:
    found = find(words)
    return found is not None and found.kind == "city" and not found.misspelt


def title_case(raw: str) -> str:
    """Turn capitals into title case; words that hold a small letter already stay as they are."""
    return raw if any(map(str.islower, raw)) else _WORD.sub(_capitalise, raw)


def _capitalise(word: re.Match[str]) -> str:
    if word.start() and word[0].lower() in _SMALL:
        return word[0].lower()
    return _ELIDED.sub(lambda vowel: vowel[0].upper(), word[0][0] + word[0][1:].lower())
