"""One list of a menu: the terms that it holds, and its entries as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element

from osce_scraper.kept import keep_short
from osce_scraper.normalise.addresses import canonical_url
from osce_scraper.pages.labels import label_of
from osce_scraper.taxonomy.tree import MenuNode
from osce_scraper.taxonomy.vocabulary import split_suffix, vocabulary

FEWEST_KNOWN = 12
"""Terms of the vocabulary that make a list a part of the menu."""
_DEEPEST = 8
_HEADER = ("date", "place", "source")
_STRING = etree.XPath("string()")


def letters_of(part: _Element) -> int:
    """Length of the text in a part, blanks apart."""
    return len("".join(str(_STRING(part)).split()))


def known_ids(part: _Element) -> frozenset[str]:
    """Terms of the vocabulary that a list holds; none where it is the header of a release."""
    found = [_terms_of(_label(item)) for item in part.iter("li")]
    if None in found:
        return frozenset()  # the header of a release may be a list, with many fields of work
    return frozenset().union(*filter(None, found))


def is_short(part: _Element) -> bool:
    """Whether a list has too few entries for a part of the menu, whatever they are."""
    entries = sum(1 for _ in part.iter("li"))
    return entries + vocabulary().ambiguous < FEWEST_KNOWN


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
        items = (item for item in part.iter("li") if nearest(item, ("ul", "ol")) is part)
        return [node for item in items if (node := self._node(item, depth)) is not None]

    def _node(self, item: _Element, depth: int) -> MenuNode | None:
        label = _label(item)
        lists = [part for part in item.iter("ul", "ol") if nearest(part, ("li",)) is item]
        children = [node for part in lists for node in self.nodes(part, depth + 1)]
        if not label and not children:
            return None
        return MenuNode(label, self._url(item), children)

    def _url(self, item: _Element) -> str | None:
        own = (a for a in item.iter("a") if a.get("href") and nearest(a, ("li",)) is item)
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


def nearest(element: _Element, tags: tuple[str, ...]) -> _Element | None:
    """The innermost element around another that has one of these tags."""
    return next(element.iterancestors(*tags), None)
