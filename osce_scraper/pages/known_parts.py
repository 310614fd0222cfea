"""Parts of pages that were read before: told by their bytes, and not parsed again.

The menu and the footer stand on every page, and parsing and reading them costs more than all the
rest. Once a page is read, each list of its menu is kept with what it says, and its footer, from
which nothing is read (`part_proof`). Where the same bytes stand on another page, they are cut out
before the parse (`stand_ins`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from osce_scraper.normalise.addresses import PLAIN_ADDRESS
from osce_scraper.pages.elements import FOOTERS
from osce_scraper.taxonomy.tree import MenuNode, Taxonomy

_MOST_PARTS = 48
_MOST_MET = 512
_LONGEST = 256 * 1024  # bytes
_OPENING = 64  # bytes
_MOST_TRIES = 4  # places on one page that begin like a known part


class Origin(NamedTuple):
    """What the addresses in a part depend on besides its bytes."""

    scheme: str
    host: str
    site: str | None


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A part that says the same wherever it stands: a footer, or a list of the menu."""

    origin: Origin
    tag: str
    markup: bytes
    above: frozenset[tuple[str, ...]]
    """Where it may stand: tags of the elements around it, the innermost first."""


@dataclass(frozen=True, slots=True)
class KnownList(KnownPart):
    """A list of the menu, with all that is read from it."""

    ids: frozenset[str]
    """Terms of the vocabulary that it holds."""
    letters: int
    """Length of its text, blanks apart."""
    nodes: list[MenuNode]
    taxonomy: Taxonomy
    """What its entries make where it is the whole menu."""


class KnownParts:
    """The parts that were met last, and how often which were met."""

    def __init__(self) -> None:
        self._parts: list[KnownPart] = []
        self._met: OrderedDict[bytes, int] = OrderedDict()

    def keep(self, known: KnownPart) -> None:
        """Keep a part, or note that it may stand elsewhere too; one not met for long goes."""
        if len(known.markup) > _LONGEST:
            return
        same = [one for one in self._parts if _key(one) == _key(known)]
        for one in same:
            self._parts.remove(one)
            known = replace(known, above=known.above | one.above)
        self._parts.insert(0, known)
        del self._parts[_MOST_PARTS:]

    def is_due(self, origin: Origin, markup: bytes) -> bool:
        """Whether a part that is met now is to be kept, if it may be cut out.

        It is when met for the second time: one that changes with the page comes once. A page may
        stand in the way of the proof, so it is due again the fourth time, the eighth, and so on.
        """
        key = blake2b(repr(origin).encode() + markup, digest_size=16).digest()
        self._met[key] = self._met.pop(key, 0) + 1
        if len(self._met) > _MOST_MET:
            self._met.popitem(last=False)
        return self._met[key] > 1 and self._met[key].bit_count() == 1

    def find(self, page: bytes, origin: Origin) -> list[tuple[int, KnownPart]]:
        """The known parts of a page and where they begin, in order; a footer only beside a list."""
        found: list[tuple[int, KnownPart]] = []
        end = 0
        for start, known in sorted(self._search(page, origin), key=lambda one: one[0]):
            if start >= end:
                found.append((start, known))
                end = start + len(known.markup)
        if all(known.tag == FOOTERS for _, known in found):
            return []
        for _, known in reversed(found):  # those met last are asked for first
            self._parts.remove(known)
            self._parts.insert(0, known)
        return found

    def _search(self, page: bytes, origin: Origin) -> Iterator[tuple[int, KnownPart]]:
        here = [known for known in self._parts if known.origin == origin]
        for opening, tag in dict.fromkeys((known.markup[:_OPENING], known.tag) for known in here):
            # A footer stands near the end of its page, where the search for it begins.
            start = page.rfind(opening) if tag == FOOTERS else page.find(opening)
            for _ in range(_MOST_TRIES):
                if start < 0:
                    break
                same = (known for known in here if page.startswith(known.markup, start))
                known = next(same, None)
                if known is not None:
                    yield start, known
                start = page.find(opening, start + (len(known.markup) if known else 1))


def _key(known: KnownPart) -> tuple[Origin, bytes]:
    return known.origin, known.markup


def origin_of(base: str, site: str | None) -> Origin | None:
    """What relative addresses on a page start from; None for an address that is none."""
    if plain := PLAIN_ADDRESS.fullmatch(base):
        return Origin(plain["scheme"], plain["host"], site)
    try:
        parts = urlsplit(base)
    except ValueError:
        return None
    return Origin(parts.scheme, parts.netloc, site)
