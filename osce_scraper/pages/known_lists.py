"""Lists of the menu that were read before: told by their bytes, and not parsed again.

The menu stands on every page, and parsing and reading it costs more than all the rest. Once
a page is read, each list of its menu is kept with what it says (`list_proof`). Where the same
bytes stand on another page, they are cut out before the parse, and an empty list stands in.

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

from osce_scraper.pages.elements import LISTS, elements_of
from osce_scraper.taxonomy.tree import MenuNode, Taxonomy

_MOST_LISTS = 48
_MOST_MET = 512
_LONGEST = 256 * 1024  # bytes
_OPENING = 64  # bytes
_MOST_TRIES = 4  # places on one page that begin like a known list
MARK = "data-known-list"
_NONCE = secrets.token_hex(8)  # so that no page can hold a stand-in of its own


class Origin(NamedTuple):
    """What the addresses in a menu depend on besides its bytes."""

    scheme: str
    host: str
    site: str | None


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list of the menu, with all that is read from it."""

    origin: Origin
    markup: bytes
    above: tuple[str, ...]
    """Tags of the elements around it, the innermost first."""
    ids: frozenset[str]
    """Terms of the vocabulary that it holds."""
    letters: int
    """Length of its text, blanks apart."""
    nodes: list[MenuNode]
    taxonomy: Taxonomy
    """What its entries make where it is the whole menu."""


class KnownLists:
    """The lists that were met last, and which were met once."""

    def __init__(self) -> None:
        self._lists: list[KnownList] = []
        self._met: OrderedDict[bytes, int] = OrderedDict()

    def keep(self, known: KnownList) -> None:
        """Keep a list; one that was not met for long goes."""
        if len(known.markup) <= _LONGEST:
            self._lists.insert(0, known)
            del self._lists[_MOST_LISTS:]

    def is_second(self, origin: Origin, markup: bytes) -> bool:
        """Whether a list is met for the second time: one that changes with the page is not kept."""
        key = blake2b(repr(origin).encode() + markup, digest_size=16).digest()
        self._met[key] = self._met.pop(key, 0) + 1
        if len(self._met) > _MOST_MET:
            self._met.popitem(last=False)
        return self._met[key] == 2

    def cut(self, page: bytes, origin: Origin) -> tuple[bytes, list[KnownList]]:
        """Put stand-ins in place of the known lists of a page; return these in order."""
        parts: list[bytes] = []
        lists: list[KnownList] = []
        end = 0
        for start, known in sorted(self._find(page, origin), key=lambda one: one[0]):
            if start >= end:
                parts += (page[end:start], stand_in(known.markup, len(lists)))
                lists.append(known)
                end = start + len(known.markup)
        for known in lists[:1]:  # the one met last is asked for first
            self._lists.remove(known)
            self._lists.insert(0, known)
        return b"".join((*parts, page[end:])), lists

    def _find(self, page: bytes, origin: Origin) -> Iterator[tuple[int, KnownList]]:
        here = [known for known in self._lists if known.origin == origin]
        for opening in dict.fromkeys(known.markup[:_OPENING] for known in here):
            start = page.find(opening)
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


def stand_in(markup: bytes, number: int) -> bytes:
    """An empty list of the same kind, marked."""
    tag = markup[1:3].decode()
    return f'<{tag} {MARK}="{_NONCE}-{number}"></{tag}>'.encode()


def find_stand_ins(root: _Element) -> dict[str, _Element]:
    """The marked lists of a tree, by their marks, in order."""
    lists = elements_of(root).everywhere(LISTS)
    marked = ((part.get(MARK) or "", part) for part in lists)
    return {mark: part for mark, part in marked if mark.startswith(_NONCE)}


def match(root: _Element, lists: list[KnownList]) -> dict[_Element, KnownList] | None:
    """The lists that stand-ins in a tree stand for; None unless each stands where it should."""
    found = find_stand_ins(root)
    if list(found) != [f"{_NONCE}-{number}" for number in range(len(lists))]:
        return None
    pairs = dict(zip(found.values(), lists, strict=True))
    return pairs if all(tags_above(part) == known.above for part, known in pairs.items()) else None


def tags_above(part: _Element) -> tuple[str, ...]:
    """Tags of the elements around a part, the innermost first."""
    return tuple(str(box.tag) for box in part.iterancestors())
