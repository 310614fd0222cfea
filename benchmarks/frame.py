"""What stands around a release on a large site, menu apart: head, scripts, sidebar, footer."""

from __future__ import annotations

import json
from functools import cache
from html import escape

from tests.accuracy.choice import number, pick_some
from tests.accuracy.release import Release
from tests.accuracy.stored import load

_LANGUAGES = {"en": "English", "ru": "Русский", "fr": "Français", "de": "Deutsch"}


def head(release: Release) -> str:
    """Meta data, style sheets and the site's settings."""
    title = escape(release.title)
    named = {
        "description": f"{title} {release.url}",
        "generator": "Drupal (https://www.drupal.org)",
        "viewport": "width=device-width, initial-scale=1.0",
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "MobileOptimized": "width",
        "HandheldFriendly": "true",
    }
    meta = "\n".join(f'<meta name="{name}" content="{value}">' for name, value in named.items())
    return f"""<head>
<meta charset="utf-8">
<title>{title} | OSCE</title>
<link rel="canonical" href="{release.url}">
{meta}
<meta property="og:site_name" content="OSCE">
<meta property="og:type" content="article">
<meta property="og:url" content="{release.url}">
<meta property="og:title" content="{title}">
{_links()}
{settings(release, 4)}
</head>"""


@cache
def _links() -> str:
    sheets = "\n".join(
        f'<link rel="stylesheet" media="all" href="/sites/default/files/css/css_{_token(n)}.css">'
        for n in range(12)
    )
    icons = "\n".join(
        f'<link rel="apple-touch-icon" sizes="{size}x{size}" href="/themes/osce/icon-{size}.png">'
        for size in (57, 72, 114, 144)
    )
    rules = "\n".join(f".region-{n} .block__content {{ margin: {n}px 0 }}" for n in range(30))
    return f"{sheets}\n{icons}\n<style>{rules}</style>"


def settings(release: Release, size: int) -> str:
    """Scripts with settings, about `size` KB of them."""
    entries = {
        _token(n): {"path": f"node/{release.node_id}", "selector": f"#view-{_token(n)}", "n": n}
        for n in range(size * 9)
    }
    scripts = "\n".join(
        f'<script src="/sites/default/files/js/js_{_token(n)}.js"></script>' for n in range(4)
    )
    kept = json.dumps({"basePath": "/", "pathPrefix": "", "views": entries})
    return f"{scripts}\n<script>window.settings = {kept};</script>"


def sidebar(release: Release) -> str:
    """Languages, related items, and latest news, each item with a date of its own."""
    shown = _LANGUAGES.items()
    languages = "".join(
        f'<li class="{code}"><a href="/{code}/home" class="language-link">{name}</a></li>'
        for code, name in shown
    )
    return f"""<div id="sidebar-second" class="column sidebar"><div class="section">
<div class="block block-locale"><ul class="language-switcher">{languages}</ul></div>
{_cards(release, "Related content", "related")}
{_cards(release, "Latest news", "latest")}
</div></div>"""


def _cards(release: Release, heading: str, name: str) -> str:
    titles = pick_some(load("stock")["en"]["titles"], 5, release.key, name)
    cards = "\n".join(
        f'<div class="views-row views-row-{n}"><div class="views-field views-field-title">'
        f'<h3 class="field-content"><a href="/node/{number(title, n) % 600000 + 1000}">'
        f'{escape(title)}</a></h3></div><div class="views-field views-field-created">'
        f'<span class="field-content"><time datetime="2024-0{n + 1}-11">11 May 2024</time></span>'
        "</div></div>"
        for n, title in enumerate(titles)
    )
    return f'<div class="block block-views view-{name}"><h2>{heading}</h2>\n{cards}\n</div>'


@cache
def foot() -> str:
    """The footer: blocks of links."""
    blocks = "\n".join(
        f'<div class="block block-menu"><h2 class="block__title">{name}</h2><ul class="menu">'
        + "".join(
            f'<li class="menu-item leaf"><a href="/{name.lower()}/{n}" class="menu-item__link">'
            f"{name} page {n}</a></li>"
            for n in range(9)
        )
        + "</ul></div>"
        for name in ("Organization", "Newsroom", "Employment", "Contacts")
    )
    return f"""<footer id="footer" class="footer" role="contentinfo"><div class="footer-inner">
{blocks}
<p>Organization for Security and Co-operation in Europe</p></div></footer>"""


def _token(number_: int) -> str:
    return f"{number('token', number_):016x}"
