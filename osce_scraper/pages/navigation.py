"""The navigation menu of an HTML page, as a tree of labels and addresses.

The menu is found by what it says: it is what holds the list with the most labels of the
organisation's vocabulary.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from osce_scraper.pages.elements import LISTS, elements_of
from osce_scraper.pages.known_parts import KnownList, KnownPart
from osce_scraper.pages.menu_lists import (
    FEWEST_KNOWN,
    is_short,
    known_ids,
    letters_of,
    nearest,
    read_nodes,
)
from osce_scraper.taxonomy.tree import MenuNode, Taxonomy

_MOSTLY = 0.8
_LISTS_BELOW = etree.XPath(".//*[(self::ul or self::ol) and not(ancestor::li)]")
_NONE: Mapping[_Element, KnownPart] = {}


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of a page."""

    nodes: list[MenuNode]
    elements: list[_Element]
    """The parts of the page that hold it, to be left out when the rest is read."""
    taxonomy: Taxonomy | None = None
    """What the entries make, where that is known."""
    is_new: bool = True
    """Whether any of its lists was not known."""


def read_menu(
    root: _Element,
    base: str,
    site: str | None = None,
    parts: Mapping[_Element, KnownPart] = _NONE,
) -> Menu | None:
    """Find and read the menu.

    Args:
        root: The page's `<html>`.
        base: Address of the page, for relative links.
        site: Address of the mirror that the page comes from, if it does.
        parts: What was read before, by the elements that stand in for it.

    Returns:
        The menu, or None where the page has none.
    """
    known = {element: part for element, part in parts.items() if isinstance(part, KnownList)}
    lists = _outer_lists(root)
    read_before = [part for part in lists if part in known]
    # Beside a list that is known a short one counts only where it stands in the menu's own box.
    asked = [p for p in lists if p in known or not (read_before and is_short(p))]
    terms = {p: known[p].ids if p in known else known_ids(p) for p in asked}
    largest = max(terms, key=lambda part: len(terms[part]), default=None)
    if largest is None:
        return None
    box = _menu_box(largest, known)
    around = [part for part in lists if box is part or box in part.iterancestors()]
    menu = {p: ids for p in around if (ids := terms.get(p) or known_ids(p))}
    inside = list(menu)
    if not _make_a_menu(menu.values()):
        return None
    read = (known[p].nodes if p in known else read_nodes(p, base, site) for p in inside)
    nodes = [node for part in read for node in part]
    # Copies for small screens hold the same labels; they are left out when the page is read.
    large = [part for part, ids in terms.items() if len(ids) >= FEWEST_KNOWN]
    copies = [part for part in large if part not in menu]
    whole = known[inside[0]].taxonomy if len(inside) == 1 and inside[0] in known else None
    is_new = any(part not in known for part in large)
    return Menu(nodes, [box, *copies], whole, is_new)


def _make_a_menu(terms: Collection[frozenset[str]]) -> bool:
    most = max(map(len, terms), default=0)
    return most >= FEWEST_KNOWN or len(frozenset().union(*terms)) >= FEWEST_KNOWN


def _outer_lists(root: _Element) -> list[_Element]:
    lists = elements_of(root).everywhere(LISTS)
    return [part for part in lists if nearest(part, ("li",)) is None]


def _menu_box(largest: _Element, known: Mapping[_Element, KnownList]) -> _Element:
    """What holds the menu: its `<nav>`, or the largest box around it that is all lists."""
    nav = next(largest.iterancestors("nav"), None)
    if nav is not None:
        return nav
    box = largest
    for parent in largest.iterancestors():
        if parent.tag in {"body", "html", "main", "article"} or not _is_all_lists(parent, known):
            break
        box = parent
    return box


def _is_all_lists(box: _Element, known: Mapping[_Element, KnownList]) -> bool:
    lists = _LISTS_BELOW(box)
    cut = sum(known[part].letters for part in lists if part in known)
    listed = cut + sum(map(letters_of, lists))
    return listed >= _MOSTLY * (cut + letters_of(box))
