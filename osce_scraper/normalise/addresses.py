"""Addresses of the site: one canonical form for every path, host and prefix of a page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

_HOME = "www.osce.org"
_DOMAIN = "osce.org"
# Origin and staging hosts serve copies of the main site (facts 1.2).
_COPIES = frozenset((_DOMAIN, _HOME, "d6.web.osce.org", "field-operations-staging.osce.org"))
_PORTS = {"http": 80, "https": 443}
_NODE_ID = re.compile(r"/(\d{3,7})$", re.ASCII)
# Pages that list others (facts 1.1); they are no releases whatever they show.
_LISTINGS = frozenset(("press-releases", "top-stories", "stories", "live", "copyright", "projects"))


def canonical_url(url: str, site: str | None = None) -> str | None:
    """Canonical address of a page of the organisation.

    Args:
        url: Absolute address, with any host, scheme, prefix, query and fragment.
        site: Address of a mirror that stands in for `https://www.osce.org`.

    Returns:
        `https://<host><path>` without query and fragment, or None for an address that is not
        the organisation's: another host, another port, or no web address at all.
    """
    parts = _split(url)
    if parts is None:
        return None
    host = _host(parts, site)
    if host is None:
        return None
    segments = [part for part in parts.path.split("/") if part not in {"", ".", ".."}]
    return f"https://{host}/{'/'.join(segments)}"


def is_on_site(url: str, site: str | None = None) -> bool:
    """Whether an address belongs to the organisation's own hosts, or to `site`."""
    return canonical_url(url, site) is not None


def fetch_address(canonical: str, site: str | None = None) -> str | None:
    """Where a page is to be fetched from.

    Args:
        canonical: A canonical address.
        site: Address of the mirror that stands in for the site, if one does.

    Returns:
        The address itself; with a mirror its address there, or None for a page of another host,
        which the mirror cannot hold: the live site is never asked in a mirror's name.
    """
    if site is None:
        return canonical
    home = f"https://{_HOME}"
    if not canonical.startswith(f"{home}/"):
        return None
    return site.rstrip("/") + canonical.removeprefix(home)


def may_fetch(url: str, site: str | None = None) -> bool:
    """Whether a crawl may ask for an address: with a mirror, only its own."""
    if site is None:
        return is_on_site(url)
    own, parts = _split(site), _split(url)
    return bool(own and parts) and _origin(own) == _origin(parts)


def _origin(parts: SplitResult | None) -> tuple[str, str | None, int | None] | None:
    return (parts.scheme.lower(), parts.hostname, parts.port) if parts else None


def node_id(url: str) -> int | None:
    """The number that closes the path, or None: `/cio/52484?page=1` gives 52484."""
    parts = _split(url)
    match = _NODE_ID.search(unquote(parts.path).rstrip("/")) if parts else None
    return int(match[1]) if match else None


def is_listing(url: str) -> bool:
    """Whether an address is that of a page which lists others, e.g. `/press-releases?page=3`."""
    parts = _split(url)
    segments = [part for part in parts.path.split("/") if part] if parts else []
    if segments and re.fullmatch("[a-z]{2}", segments[0]):
        segments = segments[1:]
    return bool(segments) and segments[0] in _LISTINGS


def has_section(url: str) -> bool:
    """Whether a canonical address names a section, not just `/node/N`."""
    return "/node/" not in url


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        return None
    return parts if parts.scheme.lower() in _PORTS and parts.hostname else None


def _host(parts: SplitResult, site: str | None) -> str | None:
    own = _split(site) if site else None
    if own and _origin(own) == _origin(parts):
        return _HOME
    host = (parts.hostname or "").rstrip(".")
    if parts.port not in {None, _PORTS[parts.scheme.lower()]} or parts.username:
        return None
    if host in _COPIES:
        return _HOME
    return host if host.endswith(f".{_DOMAIN}") else None
