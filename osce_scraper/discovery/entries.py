"""One entry of a feed: RSS 0.9 to 2.0, or Atom."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from lxml import etree
from w3lib.html import remove_tags, remove_tags_with_content, replace_entities

from osce_scraper.discovery.found import Found
from osce_scraper.discovery.sieve import HOME, release_address
from osce_scraper.discovery.window import stamp
from osce_scraper.discovery.xml_page import local_name, text_of
from osce_scraper.items import ListingRow
from osce_scraper.pages.links import absolute

_LINKS = ("origLink", "link", "guid", "id")  # the first names the page behind a counting redirect
_DATES = ("pubDate", "published", "issued", "date")
_TEXTS = ("description", "summary", "encoded", "content")


def read_entry(element: etree._Element, site: str | None, languages: Sequence[str]) -> Found | None:
    """Read an `<item>` or `<entry>`; None where it leads to nothing that may be a release.

    Args:
        element: The entry.
        site: Address of a mirror that stands in for the site.
        languages: Languages whose addresses are wanted; empty for all.
    """
    parts = [child for child in element if isinstance(child.tag, str)]
    # The host of a feed may hold nothing but feeds, so an address without a host is the site's.
    links = (absolute(HOME, link) for name in _LINKS for link in _links(parts, name))
    url = next((one for link in links if (one := release_address(link, site, languages))), None)
    if url is None:
        return None
    return Found(url, _row(parts, url), stamp(_first(parts, ("updated", "modified"))))


def _row(parts: list[etree._Element], url: str) -> ListingRow | None:
    title = _plain(_first(parts, ("title",)))
    if not title:
        return None
    return ListingRow(
        title=title,
        url=url,
        date_raw=_date(_first(parts, _DATES)),
        type_raw=None,
        where=[],
        what=[],
        locations=[],
        teaser=_plain(_first(parts, _TEXTS)) or None,
    )


def _links(parts: list[etree._Element], name: str) -> list[str]:
    """Addresses that elements of a name give; Atom has them in an attribute."""
    chosen = [one for one in parts if local_name(one) == name]
    pages = [one for one in chosen if one.get("rel", "alternate") == "alternate"]
    return [str(one.get("href") or text_of(one)) for one in pages]


def _first(parts: list[etree._Element], names: Sequence[str]) -> str:
    texts = (text_of(part) for name in names for part in parts if local_name(part) == name)
    return next(filter(None, texts), "")


def _plain(markup: str) -> str:
    """Words without the mark-up that feeds carry as text."""
    shown = remove_tags(remove_tags_with_content(markup, ("script", "style")))
    return " ".join(replace_entities(shown).split())


def _date(raw: str) -> str | None:
    """A date in ISO 8601, which the rest of the project reads; as written where it is no stamp."""
    try:
        moment = parsedate_to_datetime(raw)
    except (TypeError, ValueError):
        return raw or None
    return moment.isoformat().replace("+00:00", "Z")
