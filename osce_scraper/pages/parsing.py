"""The tree of an HTML page and its menu; parts that were met before are not parsed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml.etree import _Element

from osce_scraper.items import Capture
from osce_scraper.pages.decoding import is_clean, parse_html, to_utf8
from osce_scraper.pages.elements import FOOTERS
from osce_scraper.pages.known_parts import KnownPart, KnownParts, Origin, origin_of
from osce_scraper.pages.navigation import Menu, read_menu
from osce_scraper.pages.part_proof import find_footer, find_lists, prove
from osce_scraper.pages.stand_ins import match, put_stand_ins

_KNOWN = KnownParts()


class Parsed(NamedTuple):
    """A page, parsed."""

    markup: bytes
    """What was parsed: the page in UTF-8 without its known parts."""
    root: _Element
    menu: Menu | None


def parse_page(capture: Capture, site: str | None) -> Parsed:
    """Parse a page of HTML and read its menu.

    Args:
        capture: The page as fetched.
        site: Address of a mirror that it may come from.

    Raises:
        PageRefusedError: As `to_utf8` and `parse_html`.
    """
    base = capture.url or ""
    origin = origin_of(base, site)
    page = capture.body or b""
    rest, parts = _cut(page, origin)
    if not is_clean(rest):
        page = to_utf8(capture.body or b"", capture.content_type)
        rest, parts = _cut(page, origin)
    root = parse_html(rest)
    known = match(root, parts)
    menu = None if known is None else read_menu(root, base, site, known)
    if known is None or _may_lack_entries(menu, known):
        rest, known = page.strip(), {}
        root = parse_html(rest)
        menu = read_menu(root, base, site)
    if origin is not None:
        _learn(page, base, origin, menu, known)
    return Parsed(rest, root, menu)


def _cut(page: bytes, origin: Origin | None) -> tuple[bytes, list[KnownPart]]:
    """A page without its known parts, nor blanks around it, and these parts."""
    found = _KNOWN.find(page, origin) if origin is not None else []
    return put_stand_ins(page, found).strip(), [known for _, known in found]


def _may_lack_entries(menu: Menu | None, known: Mapping[_Element, KnownPart]) -> bool:
    """Whether a footer that was cut out might have told what the menu is."""
    footers = [element for element, part in known.items() if part.tag == FOOTERS]
    return bool(footers) and not all(_is_apart(menu, footer) for footer in footers)


def _is_apart(menu: Menu | None, footer: _Element) -> bool:
    """Whether a menu has a box of its own, which is told without a look at the footer."""
    box = menu.elements[0] if menu else None
    return box is not None and box.tag == "nav" and box not in footer.iterancestors("nav")


def _learn(
    page: bytes,
    base: str,
    origin: Origin,
    menu: Menu | None,
    known: Mapping[_Element, KnownPart],
) -> None:
    """Keep the parts of a page that come again and may be cut out."""
    if menu is None:
        return
    new = [*find_lists(page)] if menu.is_new else []
    if menu.elements[0].tag == "nav" and all(part.tag != FOOTERS for part in known.values()):
        new += find_footer(page)
    for start, end in new:
        if _KNOWN.is_due(origin, page[start:end]):
            part = prove(page, start, end, base, origin)
            if part is not None:
                _KNOWN.keep(part)
