"""A capture opened once: what every reader of the page works on."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.normalise.addresses import canonical_url, is_listing
from osce_scraper.pages.decoding import check_text, is_binary
from osce_scraper.pages.ending import Ending
from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.lines import Line, Picture
from osce_scraper.pages.meta import Meta, read_meta
from osce_scraper.pages.navigation_text import read_text_menu
from osce_scraper.pages.parsing import parse_page
from osce_scraper.pages.row_labels import may_hold_rows
from osce_scraper.pages.text import open_text
from osce_scraper.pages.values import is_prose
from osce_scraper.taxonomy.tree import Taxonomy, build_taxonomy

MAX_BYTES = 8 * 1024 * 1024


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
    markup, root, menu = parse_page(capture, site)
    ending = None if may_hold_rows(markup) else Ending(needs_dateline=capture.row is not None)
    lines, pictures = html_lines(root, menu.elements if menu else (), is_prose, ending)
    taxonomy = (menu.taxonomy or build_taxonomy(menu.nodes)) if menu else None
    meta = read_meta(root, capture.url or "")
    return Page(capture, lines, pictures, meta, taxonomy, root, site)


def _open_text(capture: Capture, site: str | None) -> Page:
    text = open_text(check_text(capture.text or "", "utf-8"))
    taxonomy = build_taxonomy(read_text_menu(text.menu)) if text.menu else None
    return Page(capture, text.lines, text.pictures, Meta(), taxonomy, None, site)
