"""Which addresses lead to releases, and where the site's own pages are asked for."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urlsplit

from osce_scraper.normalise.addresses import (
    canonical_url,
    fetch_address,
    is_listing,
    may_fetch,
    node_id,
)
from osce_scraper.normalise.language import LANGUAGES
from osce_scraper.pages.files import is_file

HOME = "https://www.osce.org"
# Of facts 1.1, and the folders that every Drupal site has.
_OTHER_SECTIONS = frozenset(
    ("resources", "documents", "document", "files", "sites", "events", "event", "project")
    + ("gallery", "photos", "photo", "videos", "video", "publications", "jobs", "vacancies")
    + ("tenders", "taxonomy", "user", "users", "search", "comment", "media", "admin", "api")
)
_NO_CONTENT = frozenset(("user", "users", "login", "search"))


def site_address(path: str, site: str | None) -> str:
    """Where a path of the main site is asked for."""
    return fetch_address(f"{HOME}{path}", site) or f"{HOME}{path}"


def mapped_address(url: str, site: str | None, parameters: Collection[str] = ()) -> str | None:
    """Where a page of the site that some page names is asked for.

    Args:
        url: Absolute address.
        site: Address of a mirror that stands in for the site.
        parameters: Names of the query parameters that are kept; all others are left out.

    Returns:
        The address, or None where it is another site's, or one that the mirror cannot hold.
    """
    canonical = canonical_url(url, site)
    address = fetch_address(canonical, site) if canonical else None
    if address is None or not may_fetch(address, site):
        return None
    query = urlencode([pair for pair in _query(url) if pair[0] in parameters])
    return f"{address}?{query}" if query else address


def row_address(url: str | None, site: str | None) -> str | None:
    """Canonical address of a page that a listing row leads to; None for what is no release."""
    canonical = canonical_url(url or "", site)
    return None if canonical is None or _is_other(url or "", canonical) else canonical


def release_address(url: str, site: str | None, languages: Collection[str]) -> str | None:
    """Canonical address of what may be a release, by the address alone.

    Args:
        url: Absolute address.
        site: Address of a mirror that stands in for the site.
        languages: Languages whose prefixes are wanted; empty for all.
    """
    canonical = row_address(url, site)
    if canonical is None or node_id(canonical) is None:
        return None
    language, section = _parts(canonical)
    if languages and language not in languages:
        return None
    return canonical if len(section) > 1 and section[0] not in _OTHER_SECTIONS else None


def leads_elsewhere(url: str, site: str | None) -> bool:
    """Whether a redirect of a release leads to a part of the site that holds none.

    That is the home page, a listing, a file, a search, or the login form in `/user`.
    """
    canonical = row_address(url, site)
    _, section = _parts(canonical) if canonical else ("", [])
    return not section or section[0] in _NO_CONTENT


def _parts(canonical: str) -> tuple[str, list[str]]:
    """Language by its prefix, and the rest of the path in segments.

    Without a prefix the site shows its main language; two letters may be a section (/pc, /mg).
    """
    segments = [part for part in urlsplit(canonical).path.split("/") if part]
    has_prefix = bool(segments) and segments[0] in LANGUAGES
    return (segments[0], segments[1:]) if has_prefix else ("en", segments)


def _is_other(url: str, canonical: str) -> bool:
    return (
        is_listing(canonical) or is_file(url) or any(name == "download" for name, _ in _query(url))
    )


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        return []
