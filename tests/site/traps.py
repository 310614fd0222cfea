"""Addresses that lead crawlers astray (facts section 3): endless, and always the same rows."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

_ALLOWED = frozenset(("page", "rows", "solrsort", "filters"))
_FEEDS = frozenset(("/press-releases/rss", "/news/rss", "/rss/news", "/rss/latest-stories"))
_FOLDERS = (
    *("/press-releases/", "/events", "/calendar", "/search", "/files/", "/sites/", "/user"),
    *("/resources", "/admin", "/print", "/taxonomy"),
)
_DAYS = ("/events/2026-02", "/events/2026-03", "/calendar?day=2026-02-25", "/calendar/1996-01")
_FACETS = (
    "/press-releases?filters=+im_taxonomy_vid_1%3A%2812%29",
    "/press-releases?page=1&filters=im_taxonomy_vid_3:(116)",
    "/press-releases?activities=124",
    "/press-releases?activities=kbcuttevcrvuwa&page=3",
    "/press-releases?rows=50&whoweare=9&page=1",
    "/press-releases?page=0&source=14&fields=6",
)
_QUERIES = (
    "/press-releases/free?page=40",
    "/press-releases/5%20%2B%202%20international",
    "/press-releases/chair%253Fpage%253D354?page=110",
    "/search?keys=crates&page=2",
)
_OTHERS = (
    "/files/f/documents/a/1/662001.pdf",
    "/odihr/elections/70293?download=true",
    "/resources/documents/662002",
    "/print/662300",
    "/user/login?destination=/secretariat/662300",
    "/admin/content/662003",
)
LINKS = (*_DAYS, *_FACETS, *_QUERIES, *_OTHERS)


def is_trap(target: str) -> bool:
    """Whether nobody should ask for a path with its query."""
    parts = urlsplit(target)
    if parts.path in _FEEDS:
        return False
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return (
        parts.path.startswith(_FOLDERS)
        or any(name not in _ALLOWED for name, _ in pairs)
        or any(name == "filters" and "im_taxonomy" in value for name, value in pairs)
    )


def trap_links(depth: int = 0) -> str:
    """A block of links as the site's own pages have them; each trap leads to further ones."""
    more = (f"/events/{1996 + depth % 40}-{month:02}" for month in range(1, 13) if depth)
    links = "".join(f'<li><a href="{link}">{link[:30]}</a></li>' for link in (*LINKS, *more))
    return f'<div class="facets"><h2>Filter</h2><ul>{links}</ul></div>'
