"""The places that datelines name: current English names, countries, and misspellings.

The places are data: `places.json`, which `scripts/build_places.py` makes from the list in
`scripts/places.toml` and from GeoNames. Letter case never counts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypedDict

from rapidfuzz.distance import OSA

_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ё": "е"}
)
# Among these scripts only Cyrillic has letters that a mark turns into others.
_MARKS = re.compile(r"(?<![\u0400-\u04ff])[\u0300-\u036f]+")
_PART = re.compile(r"[^/;\s](?:[^/;]*[^/;\s])?")
_AND = re.compile(r",?\s+(?:and|&|и)\s+", re.IGNORECASE)
_LIST = re.compile(rf"{_AND.pattern}|\s*,\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ELIDED = re.compile(r"(?<=^.['’ʼ])[aeiou]", re.IGNORECASE)
_SMALL = frozenset(
    ("am", "an", "and", "da", "de", "del", "der", "di", "do", "i", "im", "in", "la", "le", "of")
    + ("on", "pri", "the", "и", "на")
)


class Line(TypedDict):
    """One place in `places.json`: `aliases` are kept by hand, `others` come from GeoNames."""

    name: str
    country: str | None
    kind: str
    homonym: bool  # only meant where its country is named as well
    aliases: list[str]
    others: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A place that was recognised."""

    name: str
    """Current English name, with its own letters."""
    country: str | None
    """ISO 3166-1 alpha-2 code (`XK` for Kosovo); None where a code would take sides."""
    kind: str
    """`city`, `country` or `region`."""
    misspelt: bool
    """Whether it was recognised by edit distance alone."""


class Index:
    """Places by their keys; `lookalikes` are keys of other words, which nobody misspelt."""

    def __init__(self, lines: Iterable[Line], lookalikes: Iterable[str]) -> None:
        self._exact: dict[str, Found] = {}
        self._homonyms: dict[tuple[str, str | None], Found] = {}
        self._correctable: dict[str, list[tuple[str, int, Found]]] = defaultdict(list)
        self._lookalikes = frozenset(lookalikes)
        for line in lines:
            self._add(line, Found(line["name"], line["country"], line["kind"], misspelt=False))

    def _add(self, line: Line, place: Found) -> None:
        own = [fold(name) for name in (line["name"], *line["aliases"])]
        if line["homonym"]:
            self._homonyms |= {(key, place.country): place for key in own}
            return
        self._exact |= dict.fromkeys((*own, *map(fold, line["others"])), place)
        # Countries stay out: "Serbian" and "Georgian" are a letter away from them.
        for key in own if place.kind == "city" else ():
            edits = _allowed(len(key)) // (1 if key == own[0] else 2)
            self._correctable[key[0]].append((key, edits, replace(place, misspelt=True)))

    def find(self, raw: str, country: str | None) -> Found | None:
        """Recognise one name, exactly or else by edit distance."""
        key = fold(raw)
        place = self._homonyms.get((key, country)) or self._exact.get(key) or self._nearest(key)
        fits = place and (country is None or place.country in (None, country))
        return place if fits else None

    def _nearest(self, key: str) -> Found | None:
        if key in self._lookalikes or not key.isalpha():
            return None
        best, nearest = 2, set[Found]()
        for spelling, edits, place in self._correctable.get(key[:1], ()):
            allowed = min(best, edits, _allowed(len(key)))
            distance = OSA.distance(key, spelling, score_cutoff=allowed)
            if distance <= allowed:
                nearest = nearest | {place} if distance == best else {place}
                best = distance
        return nearest.pop() if len(nearest) == 1 else None


def _allowed(letters: int) -> int:
    """How many edits a present name of that length may be off; other names half as many."""
    return 0 if letters < 5 else 1 if letters < 8 else 2


def fold(name: str) -> str:
    """The key of a name: its letters and digits without case, accents and what parts words."""
    text = unicodedata.normalize("NFKD", name.casefold())
    text = unicodedata.normalize("NFC", _MARKS.sub("", text)).translate(_LETTERS)
    return "".join(filter(str.isalnum, text))


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
    they join known places, so `ALMATY, Kazakhstan` and `WASHINGTON, D.C.` stay whole.
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
    if is_known(words) or all(map(is_known, named)):
        return [words] if is_known(words) else named
    return listed if all(map(_is_city, listed)) else [words]


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
