"""The proof that a list may be cut out of pages: the rest of the tree is the same without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from osce_scraper.errors import PageRefusedError
from osce_scraper.pages.decoding import is_clean, parse_html
from osce_scraper.pages.files import MEDIA_TYPES
from osce_scraper.pages.known_lists import (
    MARK,
    KnownList,
    Origin,
    find_stand_ins,
    stand_in,
    tags_above,
)
from osce_scraper.pages.menu_lists import FEWEST_KNOWN, known_ids, letters_of, read_nodes
from osce_scraper.taxonomy.tree import build_taxonomy

_FEWEST_BYTES = 1024  # a shorter list is parsed as fast as it is found
_FOLLOWING = etree.XPath("following::*[1]")
_LIST_TAG = re.compile(rb"<(/?)[uo]l(?=[\s/>])", re.IGNORECASE)
# Boxes that mean nothing for what is read in them or around them.
_BOXES = frozenset(("html", "body", "header", "nav", "div", "section", "main", "article"))
# Elements that nothing but the menu's reader looks for.
_PLAIN = frozenset(
    ("ul", "ol", "li", "a", "div", "span", "p", "b", "strong", "i", "em", "small", "br")
    + ("button", "details", "summary", "nav", "h2", "h3", "h4", "h5", "h6")
)
# An address without these does not depend on the page's own path, leads to no file, and
# cannot be that of the same release in another language.
_ABSOLUTE = re.compile(r"(?:/|https?://)", re.IGNORECASE)
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


def prove(page: bytes, start: int, end: int, base: str, origin: Origin) -> KnownList | None:
    """Show that a page with a stand-in gives the same tree but for the list.

    Args:
        page: The page in UTF-8.
        start: Where the list begins.
        end: Where it ends.
        base: Address of the page.
        origin: What the list's addresses depend on.

    Returns:
        The list with all that is read from it, or None where it may not be cut.
    """
    if not is_clean(page[start:end]):
        return None  # whether such a page can be read is told from all of it
    try:
        rest = parse_html(page[:start] + stand_in(page[start:end], 0) + page[end:])
        whole = parse_html(page)
    except PageRefusedError:
        return None
    found = list(find_stand_ins(rest).values())
    if len(found) != 1 or not _BOXES.issuperset(tags_above(found[0])):
        return None
    if not _FOLLOWING(found[0]):
        return None  # nothing shows in which state the parser left the list
    part = next(iter(whole.xpath(rest.getroottree().getpath(found[0]))), None)
    if part is None or len(ids := known_ids(part)) < FEWEST_KNOWN or not _is_plain(part):
        return None
    nodes = read_nodes(part, base, origin.site)
    nodes = read_nodes(part, base, origin.site)
    known = KnownList(
        origin=origin,
        markup=page[start:end],
        above=tags_above(part),
        ids=ids,
        letters=letters_of(part),
        nodes=nodes,
        taxonomy=build_taxonomy(nodes),
    )
    part.clear(keep_tail=True)
    part.set(MARK, found[0].get(MARK) or "")
    return known if _written(whole) == _written(rest) else None


def _is_plain(part: _Element) -> bool:
    return all(
        element.tag in _PLAIN
        and element.get("hreflang") is None
        and _is_plain_link((element.get("href") or "").strip())
        for element in part.iter()
    )


def _is_plain_link(href: str) -> bool:
    if not href or href.startswith("#"):
        return True
    is_file = any(ending in href.lower() for ending in MEDIA_TYPES)
    return bool(_ABSOLUTE.match(href)) and not is_file and _VERSION.search(href) is None


def _written(root: _Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="utf-8")
