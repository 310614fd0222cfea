"""How the whole site shows what it holds: listings old and new, a sitemap in parts, a feed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.site.release import HOME, Release
from tests.site.server import Answer

LISTING = "/press-releases"
SITEMAP = "/sitemap.xml"
FEED = "/press-releases/rss"
PART = 50
"""Addresses in one part of the sitemap; the first part is packed."""
_DEFAULT_ROWS, _MOST_ROWS = 10, 50
_WINDOW = re.compile(r"ds_date:\(\[(\S{10})\S* TO (\S{10})\S*\]\)")
_XML = {"Content-Type": "application/xml"}


class Item(NamedTuple):
    """A row of the listing: the address that it gives, and the release that it is about."""

    href: str
    release: Release


def listing(items: Sequence[Item], target: str, extra: str, *, is_old: bool) -> str:
    """A page of the listing, newest first, with its pager; `extra` is more mark-up."""
    query = dict(parse_qsl(urlsplit(target).query))
    number, size = int(query.get("page", 0)), min(int(query.get("rows", _DEFAULT_ROWS)), _MOST_ROWS)
    chosen = _filtered(items, query.get("filters", ""))
    rows = "\n".join(map(_old_row if is_old else _new_row, chosen[number * size :][:size]))
    last = max(0, (len(chosen) - 1) // size)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>News and press releases | OSCE</title></head>
<body><h1>News and press releases</h1>
{extra}
<div class="panel-pane pane-apachesolr-result"><div class="pane-content">
{rows}
</div></div>{_pager(query, number, last)}</body></html>
"""


def _filtered(items: Sequence[Item], wanted: str) -> Sequence[Item]:
    if (window := _WINDOW.search(wanted)) is None:
        return items
    since, until = (date.fromisoformat(day) for day in window.groups())
    return [item for item in items if since <= item.release.day < until]


def _pager(query: dict[str, str], number: int, last: int) -> str:
    numbers = {"first": 0, "next": number + 1, "item": number + 2, "last": last}
    links = "".join(
        f'<li class="pager-{name}"><a href="{LISTING}?{escape(urlencode(query | {"page": n}))}">'
        f"{n + 1}</a></li>"
        for name, n in numbers.items()
        if n <= last and n != number
    )
    return f'<ul class="pager">{links}</ul>'


def _old_row(item: Item) -> str:
    release = item.release
    # The site's index changes the separator of datelines (facts 0.6).
    teaser = release.opening.replace(" – ", "- ")
    return f"""<dl class="search-result-news"><dt class="search-title">
<h3><a href="{item.href}">{release.title}</a></h3></dt><dd>
<div class="publishing-date"><span>Publishing date:</span> {release.shown_day}</div>
<div><span>Content type:</span> Press release</div>
<div><span>Where we are:</span> OSCE Secretariat</div>
<div><span>What we do:</span> {release.field}</div>
<p class="search-snippet">{teaser}</p></dd></dl>"""


def _new_row(item: Item) -> str:
    release = item.release
    return f"""<a class="teaser teaser--two-cols" href="{item.href}"><div class="teaser__meta">
Press release | <time datetime="{release.day}T12:00:00Z">{release.shown_day}</time></div>
<h2 class="teaser__title">{release.title}</h2><p>{release.opening}</p></a>"""


def sitemap(items: Sequence[Item], target: str) -> Answer | None:
    """The sitemap's index, or one of its parts; None where there is no such part."""
    parts = max(1, -(-len(items) // PART))
    addresses = [f"/part-{n}-sitemap.xml{'.gz' if n == 0 else ''}" for n in range(parts)]
    if target == SITEMAP:
        entries = "".join(f"<sitemap><loc>{HOME}{one}</loc></sitemap>" for one in addresses)
        return Answer(f"<sitemapindex>{entries}</sitemapindex>", headers=_XML)
    if target not in addresses:
        return None
    number = addresses.index(target)
    return _part(items[number * PART : (number + 1) * PART], is_packed=number == 0)


def _part(items: Sequence[Item], *, is_packed: bool) -> Answer:
    others = (
        *("https://odihr.osce.org/odihr/70293?download=true", f"{HOME}/resources/documents/662002"),
        *(f"{HOME}/files/f/documents/a/1/662001.pdf", f"{HOME}/events/2026-02", f"{HOME}/about"),
    )
    pages = (f"{HOME}{item.href}" for item in items if item.href.startswith("/"))
    entries = "\n".join(f"<url><loc>{url}</loc></url>" for url in (*pages, *others))
    text = f'<?xml version="1.0"?>\n<urlset>{entries}</urlset>'.encode()
    if is_packed:
        return Answer(gzip.compress(text), headers={"Content-Type": "application/gzip"})
    return Answer(text, headers=_XML)


def feed(items: Sequence[Item], *, is_atom: bool) -> Answer:
    """The newest ten items, as RSS or as Atom."""
    newest = [item for item in items if item.href.startswith("/")][:10]
    if is_atom:
        entries = "".join(
            f'<entry><title>{item.release.title}</title><link href="{HOME}{item.href}"/>'
            f"<published>{item.release.day}T12:00:00Z</published></entry>"
            for item in newest
        )
        text = f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
        return Answer(text, headers={"Content-Type": "application/atom+xml"})
    entries = "".join(
        f"<item><title>{item.release.title}</title><link>{HOME}{item.href}</link>"
        f"<pubDate>{_mail_date(item.release.day)}</pubDate></item>"
        for item in newest
    )
    text = f'<rss version="2.0"><channel><title>OSCE</title>{entries}</channel></rss>'
    return Answer(text, headers={"Content-Type": "application/rss+xml"})


def _mail_date(day: date) -> str:
    return format_datetime(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
