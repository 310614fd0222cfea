"""Addresses of the site: one canonical form for every path, host and prefix of a page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from osce_scraper.kept import keep_short, keep_short_with

_HOME = "www.osce.org"
_DOMAIN = "osce.org"
# Origin and staging hosts serve copies of the main site (facts 1.2).
_COPIES = frozenset((_DOMAIN, _HOME, "d6.web.osce.org", "field-operations-staging.osce.org"))
_PREFIX = re.compile("[a-z]{2}")  # of a language
_PORTS = {"http": 80, "https": 443}
_NODE_ID = re.compile(r"[1-9]\d{2,6}", re.ASCII)
_PLAIN = "!$&'()*+,;=:@-._~"  # what a path may hold as it is (RFC 3986)
_PLAIN_PATH = re.compile(rf"[A-Za-z0-9/{re.escape(_PLAIN)}]*")
PLAIN_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
    r"(?P<path>(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)"
)
"""An address as pages give of themselves: it can be taken apart without any care."""
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")
# The address of a copy in the Wayback Machine ends with that of its original.
_ARCHIVED = re.compile(r"\s*https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?://.*)")
# Pages that list others (facts 1.1); they are no releases whatever they show.
_LISTINGS = frozenset(
    ("press-releases", "top-stories", "stories", "live", "copyright", "projects", "resources")
)


@keep_short_with(8192)
def canonical_url(url: str, site: str | None = None) -> str | None:
    """Canonical address of a page of the organisation.

    Args:
        url: Absolute address, with any host, scheme, prefix, query and fragment.
        site: Address of a mirror that stands in for `https://www.osce.org`.

    Returns:
        `https://<host><path>` without query and fragment, or None for an address that is not
        the organisation's: another host, another port, or no web address at all. The address of
        an archived copy gives its original's.
    """
    if (plain := PLAIN_ADDRESS.fullmatch(url)) and plain["host"] in _COPIES:
        return f"https://{_HOME}{plain['path'] or '/'}"
    archived = _ARCHIVED.match(url)
    return _canonical(archived[1] if archived else url, site)


def _canonical(url: str, site: str | None) -> str | None:
    parts = _split(url)
    if parts is None:
        return None
    host = _host(parts, site)
    if host is None:
        return None
    return f"https://{host}/{'/'.join(_segments(parts))}"


def is_on_site(url: str, site: str | None = None) -> bool:
    """Whether an address belongs to the organisation's own hosts, or to `site`.

    That of an archived copy does not: it names a page of the organisation, but not its server.
    """
    return _canonical(url, site) is not None


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
    if parts is None:
        return None
    scheme = parts.scheme.lower()
    return scheme, parts.hostname, parts.port or _PORTS[scheme]


@keep_short(4096)
def node_id(url: str) -> int | None:
    """The number that closes the path, or None: `/cio/52484?page=1` gives 52484."""
    last = next(reversed(_names(url)), "")
    return int(last) if _NODE_ID.fullmatch(last) else None


def is_listing(url: str) -> bool:
    """Whether an address is that of a page which lists others, e.g. `/press-releases?page=3`."""
    names = _names(url)
    if names and _PREFIX.fullmatch(names[0]):
        names = names[1:]
    return names == ["fom", "statements"] or (bool(names) and names[0] in _LISTINGS)


def has_section(url: str) -> bool:
    """Whether a canonical address names a section, not just `/node/N`."""
    return "/node/" not in url


def _names(url: str) -> list[str]:
    """The path's parts; none of an address that is no web address."""
    if plain := PLAIN_ADDRESS.fullmatch(url):
        return plain["path"].split("/")[1:]
    parts = _split(url)
    return _segments(parts) if parts else []


def _segments(parts: SplitResult) -> list[str]:
    """The path's parts, with `.` and `..` resolved."""
    names = parts.path.split("/")
    if _PLAIN_PATH.fullmatch(parts.path) and not {".", ".."}.intersection(names):
        return [name for name in names if name]  # as most are: nothing to be quoted or resolved
    segments: list[str] = []
    for part in names:
        name = unquote_to_bytes(part.encode("utf-8", "replace")).strip()
        if name == b".." and segments:
            segments.pop()
        elif name not in {b"", b".", b".."}:
            segments.append(quote(name, safe=_PLAIN))
    return segments


@keep_short(1024)
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
    return host if host.endswith(f".{_DOMAIN}") and _HOST.fullmatch(host) else None
