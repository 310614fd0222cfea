"""Parts of pages that were read before: told by their bytes, and not parsed again.

The menu and the footer stand on every page, and parsing and reading them costs more than all the
rest. Once a page is read, each list of its menu is kept with what it says, and its footer, which
says nothing (`part_proof`). Where the same bytes stand on another page, they are cut out before
the parse, and an empty element stands in.

A stand-in counts only where the parser finds it in boxes of the same kinds as the list before:
then it was in the same state there, and goes on in the same. Else the whole page is parsed.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.etree import _Element

from osce_scraper.pages.elements import FOOTERS, LISTS, elements_of
from osce_scraper.taxonomy.tree import MenuNode, Taxonomy

_MOST_PARTS = 48
_MOST_MET = 512
_LONGEST = 256 * 1024  # bytes
_OPENING = 64  # bytes
_MOST_TRIES = 4  # places on one page that begin like a known part
MARK = "data-known-part"
_NONCE = secrets.token_hex(8)  # so that no page can hold a stand-in of its own


class Origin(NamedTuple):
    """What the addresses in a part depend on besides its bytes."""

    scheme: str
    host: str
    site: str | None


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A part that says nothing of its own: a footer."""

    origin: Origin
    tag: str
    markup: bytes
    above: tuple[str, ...]
    """Tags of the elements around it, the innermost first."""


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
    """The parts that were met last, and which were met once."""

    def __init__(self) -> None:
        self._parts: list[KnownPart] = []
        self._met: OrderedDict[bytes, int] = OrderedDict()

    def keep(self, known: KnownPart) -> None:
        """Keep a part; one that was not met for long goes."""
        if len(known.markup) <= _LONGEST:
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

    def cut(self, page: bytes, origin: Origin) -> tuple[bytes, list[KnownPart]]:
        """Put stand-ins in place of the known parts of a page; return these in order."""
        left: list[bytes] = []
        parts: list[KnownPart] = []
        end = 0
        for start, known in sorted(self._find(page, origin), key=lambda one: one[0]):
            if start >= end:
                left += (page[end:start], stand_in(known.tag, len(parts)))
                parts.append(known)
                end = start + len(known.markup)
        for known in reversed(parts):  # those met last are asked for first
            self._parts.remove(known)
            self._parts.insert(0, known)
        return b"".join((*left, page[end:])), parts

    def _find(self, page: bytes, origin: Origin) -> Iterator[tuple[int, KnownPart]]:
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


def origin_of(base: str, site: str | None) -> Origin | None:
    """What relative addresses on a page start from; None for an address that is none."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return None
    return Origin(parts.scheme, parts.netloc, site)


def stand_in(tag: str, number: int) -> bytes:
    """An empty element of the same kind, marked."""
    return f'<{tag} {MARK}="{_NONCE}-{number}"></{tag}>'.encode()


def find_stand_ins(root: _Element) -> dict[str, _Element]:
    """The marked elements of a tree, by their marks."""
    elements = elements_of(root)
    parts = (*elements.everywhere(LISTS), *elements.everywhere(FOOTERS))
    marked = ((part.get(MARK) or "", part) for part in parts)
    return {mark: part for mark, part in marked if mark.startswith(_NONCE)}


def match(root: _Element, parts: list[KnownPart]) -> dict[_Element, KnownPart] | None:
    """The parts that stand-ins in a tree stand for; None unless each stands where it should."""
    found = find_stand_ins(root)
    marks = [f"{_NONCE}-{number}" for number in range(len(parts))]
    if found.keys() != set(marks):
        return None
    pairs = {found[mark]: part for mark, part in zip(marks, parts, strict=True)}
    return pairs if all(tags_above(part) == known.above for part, known in pairs.items()) else None


def tags_above(part: _Element) -> tuple[str, ...]:
    """Tags of the elements around a part, the innermost first."""
    return tuple(str(box.tag) for box in part.iterancestors())
