"""What stands around a release on a page of the new layout, chosen by hash."""

from __future__ import annotations

from html import escape

from tests.accuracy.choice import chance, pick
from tests.accuracy.menus import FORMS, menu_html
from tests.accuracy.release import Release
from tests.accuracy.trimmings import SITE

_NAMES = {"en": "English", "ru": "Русский", "fr": "Français", "sq": "Shqip", "uk": "Українська"}
_NAMES |= {"de": "Deutsch", "sr": "Srpski"}
_TEASERS = (
    ("Press release", "Harbour police from two rivers compare search routines", "2025-09-12"),
    ("News Item", "Map of forgotten wells published", "2025-09-09"),
    ("Event", "Round table on school transport in mountain areas", "2025-11-20"),
    ("Press statement", "On the storage of old hunting rifles", "2024-02-28"),
)


def head(release: Release, *, meta: str = "") -> str:
    """The `<head>`: title, canonical link, social meta data, alternates, a script."""
    title = escape(release.title)
    links = f'<link rel="canonical" href="{release.url}">\n'
    if chance(30, release.key, "no canonical"):
        links = ""
    if release.translations and not _has_switcher(release):
        links += "\n".join(
            f'<link rel="alternate" hreflang="{language}" href="{url}">'
            for language, url in ((release.language, release.url), *release.translations)
        )
    name = pick((" | OSCE", " - OSCE", ""), release.key, "site name")
    return f"""<head><meta charset="utf-8">
<title>{title}{name}</title>
{links}{meta}
<meta property="og:site_name" content="OSCE"><meta property="og:title" content="{title}">
<script type="application/json">{{"path":"/","date":"1970-01-01"}}</script>
<style>.meta {{ color: #036 }}</style></head>"""


def _has_switcher(release: Release) -> bool:
    return chance(60, release.key, "switcher")


def top(release: Release) -> str:
    """Skip links, cookie notice, search, language switcher and, on some pages, the menu."""
    key = release.key
    menu = menu_html(pick(FORMS, key, "menu")) if chance(40, key, "menu") else ""
    cookies = pick((_COOKIE_DIALOG, _COOKIE_FORM, _COOKIE_BOX, ""), key, "cookies")
    search = '<form action="/search"><label>Search</label><input name="q"></form>'
    logo = '<a href="/"><img src="/themes/custom/osce/logo.svg" alt="Home"></a>'
    if chance(8, key, "logo"):
        logo = f'<h1 class="site-name">{logo} OSCE</h1>'
    return f"""<div class="skip"><span>Skip Links</span><a href="#main">Skip to main content</a>
</div>{_NOTICE if chance(8, key, "notice") else ""}
{cookies if chance(50, key, "cookies first") else ""}
<header>{logo}{search}{_switcher(release)}
{menu}</header>"""


def crumbs(release: Release) -> str:
    """The breadcrumb, which on some pages ends in the page's own title."""
    own = f"<li>{escape(release.title)}</li>" if chance(20, release.key, "crumb") else ""
    return f'<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>{own}</ol></nav>'


_NOTICE = (
    '<div class="notice"><p>On Saturday from 6 to 9 in the morning this site will be slow, since '
    "we move to another computer; we ask for your patience.</p></div>"
)
_COOKIE_DIALOG = (
    '<div role="dialog" aria-label="Cookies"><p>This site keeps two small cookies, one for your '
    "language and one for this notice.</p><button>Accept</button></div>"
)
_COOKIE_FORM = (
    "<form><fieldset><legend>Cookies</legend><p>Choose what we may keep in your browser while "
    'you read these pages.</p><label><input type="checkbox"> Statistics</label></fieldset></form>'
)
_COOKIE_BOX = '<div id="cookies"><p>We use cookies.</p><a href="/privacy">Read why</a></div>'


def _switcher(release: Release) -> str:
    if not release.translations or not _has_switcher(release):
        return ""
    pages = sorted([(release.language, release.url), *release.translations])
    links = (
        f'<li><a href="{url.removeprefix(SITE)}" hreflang="{language}">{_NAMES[language]}</a></li>'
        for language, url in pages
    )
    return f'<div class="languages"><ul>{"".join(links)}</ul></div>'


def bottom(release: Release) -> str:
    """Related items with dates and types of their own, a contact, and the footer."""
    key = release.key
    contact = "<section><h2>Contacts</h2><p>Press desk</p><p>press@example.org</p></section>"
    return f"""{contact if chance(20, key, "contact") else ""}
{pick(_RELATED, key, "related")}
<footer><p>Organization for Security and Co-operation in Europe</p>
<ul><li><a href="/contacts">Contacts</a></li><li><a href="/copyright">Copyright</a></li></ul>
</footer>"""


def _cards(tag: str) -> str:
    return "\n".join(
        f'<a href="/node/{650000 + i}"><{tag}>{kind}</{tag}><h3>{title}</h3>'
        f'<time datetime="{day}T12:00:00Z">{day}</time></a>'
        for i, (kind, title, day) in enumerate(_TEASERS)
    )


def _boxes() -> str:
    return "\n".join(
        f'<div><p>{kind}</p><h4><a href="/node/{650000 + i}">{title}</a></h4>'
        f'<p><time datetime="{day}">{day}</time></p></div>'
        for i, (kind, title, day) in enumerate(_TEASERS)
    )


def _links() -> str:
    items = (
        f'<li><a href="/node/{650000 + i}">{title}</a> <time datetime="{day}">{day}</time></li>'
        for i, (_, title, day) in enumerate(_TEASERS)
    )
    return f"<ul>{''.join(items)}</ul>"


_RELATED = (
    f'<section class="related"><h2>Related content</h2>{_cards("span")}</section>',
    f'<div class="related"><h3>Related</h3>{_boxes()}</div>',
    f"<aside><h2>See also</h2>{_links()}</aside>",
    f"<section><h2>Latest news</h2>{_cards('div')}</section>",
    f"<div><h2>Related documents</h2>{_links()}</div>",
    f'<div class="teasers">{_cards("span")}</div>',
    "",
)
