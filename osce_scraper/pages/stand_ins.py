"""Empty elements that stand in a tree for the known parts that were cut out of its page.

A stand-in counts only where the parser finds it in boxes of the same kinds as the part before:
then it was in the same state there, and goes on in the same. Else the whole page is parsed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from lxml.etree import _Element

from osce_scraper.pages.elements import FOOTERS, LISTS, elements_of
from osce_scraper.pages.known_parts import KnownPart

MARK = "data-known-part"
_NONCE = secrets.token_hex(8)  # so that no page can hold a stand-in of its own


def stand_in(tag: str, number: int) -> bytes:
    """An empty element of the same kind, marked."""
    return f'<{tag} {MARK}="{_NONCE}-{number}"></{tag}>'.encode()


def put_stand_ins(page: bytes, found: Sequence[tuple[int, KnownPart]]) -> bytes:
    """The page with stand-ins in place of parts, which begin where they are said to."""
    left: list[bytes] = []
    end = 0
    for number, (start, known) in enumerate(found):
        left += (page[end:start], stand_in(known.tag, number))
        end = start + len(known.markup)
    return b"".join((*left, page[end:]))


def find_stand_ins(root: _Element) -> dict[str, _Element]:
    """The marked elements of a tree, by their marks."""
    elements = elements_of(root)
    parts = (*elements.everywhere(LISTS), *elements.everywhere(FOOTERS))
    marked = ((part.get(MARK) or "", part) for part in parts)
    return {mark: part for mark, part in marked if mark.startswith(_NONCE)}


def match(root: _Element, parts: Sequence[KnownPart]) -> dict[_Element, KnownPart] | None:
    """The parts that stand-ins in a tree stand for; None unless each stands where it should."""
    found = find_stand_ins(root)
    marks = [f"{_NONCE}-{number}" for number in range(len(parts))]
    if found.keys() != set(marks):
        return None
    pairs = {found[mark]: part for mark, part in zip(marks, parts, strict=True)}
    return pairs if all(tags_above(part) in known.above for part, known in pairs.items()) else None


def tags_above(part: _Element) -> tuple[str, ...]:
    """Tags of the elements around a part, the innermost first."""
    return tuple(str(box.tag) for box in part.iterancestors())
