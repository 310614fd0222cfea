"""Pages of the small sites: a release in today's layout, and a listing of the old one."""

from __future__ import annotations

from collections.abc import Iterable

from tests.site.server import Reply


def release_page(number: int, *, links: str = "", site: str = "https://www.osce.org") -> str:
    """A release in today's layout; each number gives another one."""
    path = f"/secretariat/{number}"
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Officers open crate {number} | OSCE</title>
<link rel="canonical" href="{site}{path}">{links}</head>
<body><main><p>Press release</p>
<h1>Officers open crate number {number} during an exercise at sea</h1>
<dl><dt>Date:</dt><dd><time datetime="2026-02-24">24 February 2026</time></dd>
<dt>Place:</dt><dd>VIENNA</dd><dt>Source:</dt><dd>OSCE Secretariat</dd>
<dt>Fields of work:</dt><dd>Border management</dd></dl>
<p>VIENNA, 24 February 2026 – Officers of four ports opened crate number {number} today, in an
exercise that the OSCE Secretariat had planned for a year.</p>
<p>The crate was empty, as the officers had expected.</p></main></body></html>
"""


def listing_page(addresses: Iterable[str], *, following: str | None = None) -> str:
    """A page of the listing of press releases, with a row for each address."""
    rows = "\n".join(
        f"""<dl class="search-result-news">
<dt class="search-title"><h3><a href="{address}">Row {number} of this page</a></h3></dt>
<dd><div><span>Publishing date:</span> 24 February 2026</div>
<div><span>Content type:</span> Press release</div>
<div><span>Where we are:</span> OSCE Secretariat</div>
<p>The first words of the text.</p></dd></dl>"""
        for number, address in enumerate(addresses, start=1)
    )
    pager = f'<ul class="pager"><li><a href="{following}">next ›</a></li></ul>'
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>News and press releases | OSCE</title></head>
<body><h1>News and press releases</h1>
{rows}
{pager if following else ""}</body></html>
"""


def releases(*numbers: int) -> dict[str, Reply]:
    """Routes of good release pages."""
    return {f"/secretariat/{number}": release_page(number) for number in numbers}


def listed(*numbers: int, following: str | None = None) -> str:
    """A listing page with a row for each of these releases."""
    return listing_page((f"/secretariat/{n}" for n in numbers), following=following)
