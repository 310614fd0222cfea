"""Listing pages of the old layout: rows that lead to releases, and the next page.

A row is found by its link and its 'Publishing date' label, whatever stands around them; the
parts that a row lacks are left out on the page, not empty (facts section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement
from parsel import Selector

from osce_scraper.items import Capture, ListingRow
from osce_scraper.normalise.addresses import is_on_site
from osce_scraper.pages.decoding import decode
from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.lines import Line
from osce_scraper.pages.links import absolute
from osce_scraper.pages.rows import read_row

# Other parameters of a listing are search words and junk: endless addresses, the same rows.
_PARAMETERS = ("page", "rows", "solrsort", "filters")


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing page."""

    rows: list[ListingRow]
    next_url: str | None
    """Address of the page after this one; None on the last."""


def read_listing(capture: Capture, site: str | None = None) -> Listing:
    """Read the rows of a listing page.

    Args:
        capture: The page as fetched, with its address.
        site: Address of the mirror that it comes from, if it does.

    Raises:
        PageRefusedError: `bad_encoding`.
    """
    url = capture.url or ""
    text = decode(capture.content, capture.content_type)
    root = Selector(body=text.encode(), encoding="utf-8", type="html").root
    lines, _ = html_lines(root)
    starts = [index for index, line in enumerate(lines) if _is_title(line, url, site)]
    titles = {lines[index].element for index in starts}
    rows = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(lines)
        row = read_row(lines[start:end], titles, url)
        if row is not None:
            rows.append(row)
    return Listing(rows, _next_url(root, url))


def _is_title(line: Line, base: str, site: str | None) -> bool:
    if not line.is_link or (line.kind == "text" and not line.level):
        return False
    return is_on_site(absolute(base, line.links[0]), site)


def _next_url(root: HtmlElement, url: str) -> str | None:
    """The page after this one, if the pager links to it."""
    wanted = listing_url(url, page_number(url) + 1)
    targets = (absolute(url, anchor.get("href") or "") for anchor in root.iter("a"))
    return wanted if any(_is_same(target, wanted) for target in targets) else None


def _is_same(target: str, wanted: str) -> bool:
    """Whether two addresses are one page of one listing; a junk parameter makes another."""
    one, other = urlsplit(target), urlsplit(wanted)
    if one.path != other.path:
        return False
    return sorted(parse_qsl(one.query)) == sorted(parse_qsl(other.query))


def page_number(url: str) -> int:
    """Number of a listing page, from 0; the first page may go without."""
    values = dict(parse_qsl(urlsplit(url).query))
    page = values.get("page", "0")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 0


def listing_url(url: str, page: int) -> str:
    """Address of another page of the same listing, parameters in one order, junk left out."""
    values = dict(parse_qsl(urlsplit(url).query))
    values["page"] = str(page)
    query = urlencode([(name, values[name]) for name in _PARAMETERS if name in values])
    return urlsplit(url)._replace(query=query, fragment="").geturl()
