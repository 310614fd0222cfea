"""A capture opened once: what every reader of the page works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.normalise.addresses import canonical_url, is_listing
from osce_scraper.pages.decoding import check_text, is_binary, is_clean, parse_html, to_utf8
from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.known_parts import (
    KnownList,
    KnownPart,
    KnownParts,
    Origin,
    match,
    origin_of,
)
from osce_scraper.pages.lines import Line, Picture
from osce_scraper.pages.meta import Meta, read_meta
from osce_scraper.pages.navigation import Menu, read_menu
from osce_scraper.pages.navigation_text import read_text_menu
from osce_scraper.pages.part_proof import find_footer, find_lists, prove
from osce_scraper.pages.row_labels import may_hold_rows
from osce_scraper.pages.text import open_text
from osce_scraper.pages.values import is_prose, is_sentence
from osce_scraper.taxonomy.tree import Taxonomy, build_taxonomy

MAX_BYTES = 8 * 1024 * 1024
_KNOWN = KnownParts()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines without the menu, and the menu apart."""

    capture: Capture
    lines: list[Line]
    pictures: list[Picture]
    meta: Meta
    taxonomy: Taxonomy | None
    root: _Element | None
    """The tree; None of a text capture."""
    site: str | None = None
    """Address of the mirror that stands in for the site, if one does."""

    @property
    def base(self) -> str:
        """Address that relative links start from; empty where it is not known."""
        return self.capture.url or self.meta.canonical or ""


def open_page(capture: Capture, site: str | None = None) -> Page:
    """Parse a capture, once.

    Args:
        capture: The page as fetched.
        site: Address of a mirror that the capture may come from.

    Raises:
        PageRefusedError: `bad_encoding`.
    """
    return _open_text(capture, site) if capture.body is None else _open_html(capture, site)


def check_capture(capture: Capture, site: str | None = None) -> None:
    """Refuse what need not be parsed.

    Args:
        capture: The page as fetched.
        site: Address of a mirror that the capture may come from.

    Raises:
        PageRefusedError: `http_error`, `off_site`, `too_large`, `unknown_layout` or
            `not_a_release` (a listing).
    """
    if capture.url is not None and canonical_url(capture.url, site) is None:
        raise PageRefusedError("off_site", "the address is not one of osce.org")
    if capture.status is not None and not 200 <= capture.status < 300:
        raise PageRefusedError("http_error", f"the server answered {capture.status}")
    size = len(capture.content)
    if size > MAX_BYTES:
        raise PageRefusedError("too_large", f"{size} bytes, more than {MAX_BYTES}")
    if is_binary(capture.content) or _is_other_format(capture):
        raise PageRefusedError("unknown_layout", "the page is neither HTML nor text")
    if capture.url is not None and is_listing(capture.url):
        raise PageRefusedError("not_a_release", "a page that lists others")


def _is_other_format(capture: Capture) -> bool:
    """Whether the server or the first bytes say that this is no page: a PDF, a feed, data."""
    kind = (capture.content_type or "text/html").partition(";")[0].strip().lower()
    start = capture.content[:64].lstrip().lower()
    return kind not in {"text/html", "application/xhtml+xml", "text/plain", ""} or (
        start.startswith((b"%pdf", b"{\\rtf", b"<rss", b"<feed"))
    )


def _open_html(capture: Capture, site: str | None) -> Page:
    base = capture.url or ""
    page, root, menu = _parse(capture, base, site)
    # Whether a page lists others is told from all of it.
    ending = None if may_hold_rows(page) else is_sentence
    lines, pictures = html_lines(root, menu.elements if menu else (), is_prose, ending)
    taxonomy = (menu.taxonomy or build_taxonomy(menu.nodes)) if menu else None
    return Page(capture, lines, pictures, read_meta(root, base), taxonomy, root, site)


def _parse(capture: Capture, base: str, site: str | None) -> tuple[bytes, _Element, Menu | None]:
    """What is parsed of a page, its tree and its menu; parts met before are cut out first."""
    origin = origin_of(base, site)
    page = (capture.body or b"").strip()
    rest, parts = _cut(page, origin)
    if not is_clean(rest):
        page = to_utf8(capture.body or b"", capture.content_type)
        rest, parts = _cut(page, origin)
    root = parse_html(rest)
    known = match(root, parts)
    menu = None if known is None else read_menu(root, base, site, known)
    if known is None or _may_lack_entries(menu, known):
        rest, root, known = page, parse_html(page), {}
        menu = read_menu(root, base, site)
    if origin is not None:
        _learn(page, base, origin, menu, known)
    return rest, root, menu


def _cut(page: bytes, origin: Origin | None) -> tuple[bytes, list[KnownPart]]:
    return (page, []) if origin is None else _KNOWN.cut(page, origin)


def _may_lack_entries(menu: Menu | None, known: Mapping[_Element, KnownPart]) -> bool:
    """Whether a footer that was cut out might have told of the menu: only beside a known list."""
    footers = [element for element, part in known.items() if not isinstance(part, KnownList)]
    if not footers:
        return False
    if menu is None or len(footers) == len(known):
        return True
    return any(menu.elements[0] in footer.iterancestors() for footer in footers)


def _learn(
    page: bytes,
    base: str,
    origin: Origin,
    menu: Menu | None,
    known: Mapping[_Element, KnownPart],
) -> None:
    """Keep the parts of a page that are met for the second time and may be cut out."""
    has_footer = any(not isinstance(part, KnownList) for part in known.values())
    new = [
        *(find_lists(page) if menu is not None and menu.is_new else ()),
        *(() if has_footer else find_footer(page)),
    ]
    for start, end in new:
        if _KNOWN.is_due(origin, page[start:end]):
            part = prove(page, start, end, base, origin)
            if part is not None:
                _KNOWN.keep(part)


def _open_text(capture: Capture, site: str | None) -> Page:
    text = open_text(check_text(capture.text or "", "utf-8"))
    taxonomy = build_taxonomy(read_text_menu(text.menu)) if text.menu else None
    return Page(capture, text.lines, text.pictures, Meta(), taxonomy, None, site)
