"""Listing pages: rows that lead to releases, and the next page.

A row of the old layout is found by its link and its 'Publishing date' label, whatever stands
around them; the parts that a row lacks are left out on the page, not empty (facts section 3).
Where there are no labels, the items of the new layout are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.etree import _Element

from osce_scraper.items import Capture, ListingRow
from osce_scraper.normalise.addresses import is_on_site, node_id
from osce_scraper.pages.decoding import parse_html, to_utf8
from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.lines import Line
from osce_scraper.pages.links import absolute
from osce_scraper.pages.rows import read_row
from osce_scraper.pages.teasers import read_teasers

# Other parameters of a listing are search words and junk: endless addresses, the same rows.
_PARAMETERS = ("page", "rows", "solrsort", "filters")
_NEXT = re.compile(r"(?:^|[\s_-])next(?:$|\s)")


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing page."""

    rows: list[ListingRow]
    next_url: str | None
    """Address of the page after this one; None on the last."""
    next_but_one_url: str | None = None
    """Address of the page after that, where the pager links to it too."""
    refused_url: str | None = None
    """Where the pager's "next" leads, if that is not the page after this one."""


def read_listing(capture: Capture, site: str | None = None) -> Listing:
    """Read the rows of a listing page.

    Args:
        capture: The page as fetched, with its address.
        site: Address of the mirror that it comes from, if it does.

    Raises:
        PageRefusedError: `bad_encoding`.
    """
    url = capture.url or ""
    root = parse_html(to_utf8(capture.content, capture.content_type))
    lines, _ = html_lines(root)
    starts = [index for index, line in enumerate(lines) if _is_title(line, url, site)]
    titles = {lines[index].element for index in starts}
    rows = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(lines)
        row = read_row(lines[start:end], titles, url)
        if row is not None:
            rows.append(row)
    return _paged(rows or read_teasers(lines, url, site), root, url, site)


def _is_title(line: Line, base: str, site: str | None) -> bool:
    if not line.is_link or (line.kind == "text" and not line.level):
        return False
    url = absolute(base, line.links[0])
    return node_id(url) is not None and is_on_site(url, site)


def _paged(rows: list[ListingRow], root: _Element, url: str, site: str | None) -> Listing:
    """A listing with what its pager links to."""
    anchors = [one for one in root.iter("a") if one.get("href")]
    targets = [absolute(url, anchor.get("href")) for anchor in anchors]
    pages = (listing_url(url, page_number(url) + step) for step in (1, 2))
    following, beyond = (
        page if any(_means(target, page, site) for target in targets) else None for page in pages
    )
    refused = None if following else next(filter(_is_next, anchors), None)
    return Listing(rows, following, beyond, None if refused is None else refused.get("href"))


def _is_next(anchor: _Element) -> bool:
    """Whether the mark-up calls a link the next page: `rel`, or a class of it or its item."""
    item = anchor.getparent()
    words = [anchor.get("class"), item.get("class") if item is not None else None]
    return "next" in (anchor.get("rel") or "").split() or any(
        _NEXT.search(word or "") and "pag" in (word or "") for word in words
    )


def _means(target: str, page: str, site: str | None) -> bool:
    """Whether a link leads to a page of this listing.

    A pager may leave out parameters of ours; a junk parameter makes another listing.
    """
    (path, query), (our_path, our_query) = _split(target), _split(page)
    numbers = [value for name, value in query if name == "page"]
    is_ours = path == our_path and len(numbers) == 1 and all(pair in our_query for pair in query)
    return is_ours and is_on_site(target, site)


def _split(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Path and parameters of an address; nothing of one that cannot be read."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", []
    return parts.path, sorted(parse_qsl(parts.query))


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
