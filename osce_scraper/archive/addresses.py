"""Which addresses are one and the same in an archive."""

from __future__ import annotations

from urllib.parse import urlsplit

from w3lib.url import canonicalize_url


def address_key(url: str) -> str:
    """What addresses of one page have in common.

    Scheme, `www.`, the scheme's own port and the fragment are left out, queries are sorted.
    """
    try:
        parts = urlsplit(canonicalize_url(url))
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    shown = "" if port in {None, 80, 443} else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{shown}{parts.path}{query}"
