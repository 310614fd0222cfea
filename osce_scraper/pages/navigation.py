"""The navigation menu of an HTML page, as a tree of labels and addresses.

The menu is found by what it says: it is what holds the list with the most labels of the
organisation's vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element

from osce_scraper.kept import keep_short
from osce_scraper.normalise.addresses import canonical_url
from osce_scraper.pages.elements import LISTS, elements_of
from osce_scraper.pages.known_lists import KnownList
from osce_scraper.pages.labels import label_of
from osce_scraper.taxonomy.tree import MenuNode, Taxonomy
from osce_scraper.taxonomy.vocabulary import split_suffix, vocabulary

FEWEST_KNOWN = 12
"""Terms of the vocabulary that make a list a part of the menu."""
_DEEPEST = 8
_HEADER = ("date", "place", "source")
_MOSTLY = 0.8
_STRING = etree.XPath("string()")
_LISTS_BELOW = etree.XPath(".//*[(self::ul or self::ol) and not(ancestor::li)]")


_NONE: Mapping[_Element, KnownList] = {}


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
    known: Mapping[_Element, KnownList] = _NONE,
) -> Menu | None:
    """Find and read the menu.

    Args:
        root: The page's `<html>`.
        base: Address of the page, for relative links.
        site: Address of the mirror that the page comes from, if it does.
        known: Lists that were read before, by the elements that stand in for them.

    Returns:
        The menu, or None where the page has none.
    """
    lists = [
        (part, known[part].ids if part in known else known_ids(part)) for part in _outer_lists(root)
    ]
    largest, _ = max(lists, key=lambda pair: len(pair[1]), default=(None, frozenset()))
    if largest is None:
        return None
    box = _menu_box(largest, known)
    menu = {p: ids for p, ids in lists if ids and (box is p or box in p.iterancestors())}
    inside = list(menu)
    if len(frozenset().union(*menu.values())) < FEWEST_KNOWN:
        return None
    read = (known[p].nodes if p in known else read_nodes(p, base, site) for p in inside)
    nodes = [node for part in read for node in part]
    # Copies for small screens hold the same labels; they are left out when the page is read.
    copies = [part for part, ids in lists if len(ids) >= FEWEST_KNOWN and part not in inside]
    whole = known[inside[0]].taxonomy if len(inside) == 1 and inside[0] in known else None
    is_new = any(len(ids) >= FEWEST_KNOWN and part not in known for part, ids in lists)
    return Menu(nodes, [box, *copies], whole, is_new)


def _outer_lists(root: _Element) -> list[_Element]:
    lists = elements_of(root).everywhere(LISTS)
    return [part for part in lists if _nearest(part, ("li",)) is None]


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


def letters_of(part: _Element) -> int:
    """Length of the text in a part, blanks apart."""
    return len("".join(str(_STRING(part)).split()))


def known_ids(part: _Element) -> frozenset[str]:
    """Terms of the vocabulary that a list holds; none where it is the header of a release."""
    found = [_terms_of(_label(item)) for item in part.iter("li")]
    if None in found:
        return frozenset()  # the header of a release may be a list, with many fields of work
    return frozenset().union(*filter(None, found))


@keep_short(4096)
def _terms_of(label: str) -> frozenset[str] | None:
    """Terms that an entry may be; None for a label of the header."""
    label = split_suffix(label)[0]
    if label_of(label) in _HEADER:
        return None
    return frozenset(term.id for term in vocabulary().find_label(label))


def read_nodes(part: _Element, base: str, site: str | None = None) -> list[MenuNode]:
    """The entries of a list, as a tree.

    Args:
        part: The list.
        base: Address of the page, for relative links.
        site: Address of the mirror that the page comes from, if it does.
    """
    return _Reader(base, site).nodes(part, 0)


class _Reader:
    def __init__(self, base: str, site: str | None) -> None:
        self.base, self.site = base, site

    def nodes(self, part: _Element, depth: int) -> list[MenuNode]:
        if depth > _DEEPEST:
            return []
        items = (item for item in part.iter("li") if _nearest(item, ("ul", "ol")) is part)
        return [node for item in items if (node := self._node(item, depth)) is not None]

    def _node(self, item: _Element, depth: int) -> MenuNode | None:
        label = _label(item)
        lists = [part for part in item.iter("ul", "ol") if _nearest(part, ("li",)) is item]
        children = [node for part in lists for node in self.nodes(part, depth + 1)]
        if not label and not children:
            return None
        return MenuNode(label, self._url(item), children)

    def _url(self, item: _Element) -> str | None:
        own = (a for a in item.iter("a") if a.get("href") and _nearest(a, ("li",)) is item)
        href = next((a.get("href", "").strip() for a in own), None)
        if not href or href.startswith("#"):
            return None
        try:
            return canonical_url(urljoin(self.base or "https://www.osce.org/", href), self.site)
        except ValueError:
            return None


def _label(item: _Element) -> str:
    """The first words of an entry, before its own list."""
    child = item[0] if len(item) else None
    if child is not None and child.tag == "a" and not len(child) and not (item.text or "").strip():
        words = " ".join((child.text or "").split())
        if words:
            return words  # as most are: a link and nothing in it but its text
    return next((" ".join(text.split()) for text in _texts(item) if text.strip()), "")


def _texts(item: _Element) -> Iterator[str]:
    yield item.text or ""
    for child in item:
        if child.tag in {"ul", "ol"} or not isinstance(child.tag, str):
            yield child.tail or ""
            continue
        nested = next(child.iter("ul", "ol"), None)
        yield from child.itertext() if nested is not None else ["".join(child.itertext())]
        yield child.tail or ""


def _nearest(element: _Element, tags: tuple[str, ...]) -> _Element | None:
    return next(element.iterancestors(*tags), None)
