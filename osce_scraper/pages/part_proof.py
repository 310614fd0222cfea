"""The proof that a part may be cut out of pages: the rest of the tree is the same without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from osce_scraper.errors import PageRefusedError
from osce_scraper.pages.decoding import is_clean, parse_html
from osce_scraper.pages.elements import FOOTERS
from osce_scraper.pages.files import MEDIA_TYPES
from osce_scraper.pages.known_parts import KnownList, KnownPart, Origin
from osce_scraper.pages.menu_lists import FEWEST_KNOWN, known_ids, letters_of, read_nodes
from osce_scraper.pages.stand_ins import MARK, find_stand_ins, stand_in, tags_above
from osce_scraper.taxonomy.tree import build_taxonomy

_FEWEST_BYTES = 1024  # a shorter part is parsed as fast as it is found
_FOLLOWING = etree.XPath("following::*[1]")
_LIST_TAG = re.compile(rb"<(/?)[uo]l(?=[\s/>])", re.IGNORECASE)
_FOOTER, _FOOTER_END = b"<footer", b"</footer>"
# Boxes that mean nothing for what is read in them or around them.
_BOXES = frozenset(("html", "body", "header", "nav", "div", "section", "main", "article"))
# Elements that nothing but the menu's reader looks for.
_PLAIN = frozenset(
    ("ul", "ol", "li", "a", "div", "span", "p", "b", "strong", "i", "em", "small", "br")
    + ("button", "details", "summary", "nav", "h2", "h3", "h4", "h5", "h6")
)
# Elements that are plain in a footer, which is no part of the text, nor are its pictures.
_PLAIN_IN_FOOTER = _PLAIN | frozenset(
    ("img", "picture", "source", "svg", "path", "g", "form", "input", "label", "section")
    + ("address", "hr", "footer")
)
# An address like these does not depend on the page's own path, leads to no file, and cannot be
# that of the same release in another language.
_FIXED = re.compile(r"(?:/|https?://|mailto:|tel:)", re.IGNORECASE)
_VERSION = re.compile(r"/[a-z]{2}/.*(?:\d{3}|%)|download", re.IGNORECASE | re.DOTALL)


def find_lists(page: bytes) -> Iterator[tuple[int, int]]:
    """Where the outer lists of a page begin and end, by their tags alone."""
    depth = start = 0
    for tag in _LIST_TAG.finditer(page):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            end = page.find(b">", tag.end()) + 1
            if not depth and end - start >= _FEWEST_BYTES:
                yield start, end


def find_footer(page: bytes) -> Iterator[tuple[int, int]]:
    """Where the last footer of a page begins and ends, if it is worth cutting out.

    Only one in small letters, as most write it. What only looks like a footer fails its proof.
    """
    start = page.rfind(_FOOTER)
    end = page.find(_FOOTER_END, start) + len(_FOOTER_END)
    if start >= 0 and end - start >= _FEWEST_BYTES:
        yield start, end


def prove(page: bytes, start: int, end: int, base: str, origin: Origin) -> KnownPart | None:
    """Show that a page with a stand-in gives the same tree but for a part.

    Args:
        page: The page in UTF-8.
        start: Where the part begins.
        end: Where it ends.
        base: Address of the page.
        origin: What the part's addresses depend on.

    Returns:
        The part with all that is read from it, or None where it may not be cut.
    """
    if not is_clean(page[start:end]):
        return None  # whether such a page can be read is told from all of it
    tag = FOOTERS if page.startswith(_FOOTER, start) else page[start + 1 : start + 3].decode()
    try:
        rest = parse_html(page[:start] + stand_in(tag, 0) + page[end:])
        whole = parse_html(page)
    except PageRefusedError:
        return None
    found = list(find_stand_ins(rest).values())
    if len(found) != 1 or not _BOXES.issuperset(tags_above(found[0])):
        return None
    if not _FOLLOWING(found[0]):
        return None  # nothing shows in which state the parser left the part
    part = next(iter(whole.xpath(rest.getroottree().getpath(found[0]))), None)
    if part is None or part.tag != found[0].tag:
        return None
    plain = KnownPart(origin, tag, page[start:end], frozenset((tags_above(part),)))
    known = _read_footer(part, plain) if tag == FOOTERS else _read_list(part, plain, base)
    part.clear(keep_tail=True)
    part.set(MARK, found[0].get(MARK) or "")
    return known if _written(whole) == _written(rest) else None


def _read_footer(footer: _Element, known: KnownPart) -> KnownPart | None:
    """A footer that nothing is read from: it holds no copy of the menu either."""
    terms = (known_ids(one) for one in footer.iter("ul", "ol"))
    is_menu = len(frozenset().union(*terms)) >= FEWEST_KNOWN
    return None if is_menu or not _is_plain(footer, _PLAIN_IN_FOOTER) else known


def _read_list(part: _Element, known: KnownPart, base: str) -> KnownList | None:
    """A list of the menu with its entries."""
    ids = known_ids(part)
    if len(ids) < FEWEST_KNOWN or not _is_plain(part, _PLAIN):
        return None
    nodes = read_nodes(part, base, known.origin.site)
    return KnownList(
        known.origin,
        known.tag,
        known.markup,
        known.above,
        ids=ids,
        letters=letters_of(part),
        nodes=nodes,
        taxonomy=build_taxonomy(nodes),
    )


def _is_plain(part: _Element, tags: frozenset[str]) -> bool:
    return all(
        element.tag in tags
        and element.get("hreflang") is None
        and _is_plain_link((element.get("href") or "").strip())
        for element in part.iter()
    )


def _is_plain_link(href: str) -> bool:
    if not href or href.startswith("#"):
        return True
    is_file = any(ending in href.lower() for ending in MEDIA_TYPES)
    is_clear = href.isprintable() and "%" not in href.partition("?")[0]
    return bool(_FIXED.match(href)) and is_clear and not is_file and _VERSION.search(href) is None


def _written(root: _Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="utf-8")
