"""One name looked up among known places: exactly, by its country, or by edit distance."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from rapidfuzz.distance import OSA

_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ё": "е"}
)
# Among these scripts only Cyrillic has letters that a mark turns into others.
_MARKS = re.compile(r"(?<![\u0400-\u04ff])[\u0300-\u036f]+")


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
        self._correctable: dict[tuple[str, int], list[tuple[str, int, Found]]] = defaultdict(list)
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
            like_it = self._correctable[key[0], len(key)]
            like_it.append((key, edits, replace(place, misspelt=True)))

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
        for spelling, edits, place in self._of_like_length(key):
            allowed = min(best, edits, _allowed(len(key)))
            distance = OSA.distance(key, spelling, score_cutoff=allowed)
            if distance <= allowed:
                nearest = nearest | {place} if distance == best else {place}
                best = distance
        return nearest.pop() if len(nearest) == 1 else None

    def _of_like_length(self, key: str) -> Iterator[tuple[str, int, Found]]:
        """Names that few edits may lead to: with the same first letter and about as long."""
        most = _allowed(len(key))
        for letters in range(len(key) - most, len(key) + most + 1):
            yield from self._correctable.get((key[:1], letters), ())


def _allowed(letters: int) -> int:
    """How many edits a present name of that length may be off; other names half as many."""
    return 0 if letters < 5 else 1 if letters < 8 else 2


def fold(name: str) -> str:
    """The key of a name: its letters and digits without case, accents and what parts words."""
    text = name.casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return "".join(filter(str.isalnum, text))
