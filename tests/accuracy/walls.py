"""Pages of the site, or before it, that stand where a release was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from tests.accuracy.facts import facts
from tests.accuracy.frame import bottom, top
from tests.accuracy.row_markup import MARKUPS, Row, render_listing
from tests.accuracy.stored import load
from tests.accuracy.writing import Plan, write_release

_MISSING = (
    ("en", "Page not found", "The requested page could not be found. It may have been moved."),
    ("en", "404", "Sorry, we cannot find what you are looking for."),
    ("ru", "Страница не найдена", "Запрошенная страница не найдена. Проверьте адрес."),
    ("fr", "Page introuvable", "La page demandée n’existe pas ou a été déplacée."),
    ("de", "Seite nicht gefunden", "Die angeforderte Seite gibt es nicht oder nicht mehr."),
    ("sr", "Stranica nije pronađena", "Tražena stranica ne postoji ili je premeštena."),
)
_WALLS = {
    "log in": "<h1>Log in</h1><form><label>Username</label><input name='u'></form>"
    "<p>You must log in to view this page. Accounts are issued by the press desk.</p>",
    "access denied": "<h1>Access denied</h1><p>You are not authorized to access this page.</p>",
    "cookies": "<h1>Before you continue</h1><p>We use cookies and other data to keep the site "
    "running, and ask for your consent before we show the press release.</p>"
    "<button>Accept all</button><button>Reject all</button>",
    "robot check": "<h1>Checking your browser</h1><p>This takes a few seconds. Please enable "
    "JavaScript and cookies to continue. Reference number 7f3a12bc.</p>",
    "maintenance": "<h1>Site under maintenance</h1><p>The site is being updated and will be back "
    "on 3 December 2014 at 18:00. Thank you for your patience.</p>",
    "error": "<h1>Error</h1><p>The website encountered an unexpected error. Try again later.</p>",
    "rate limit": "<h1>Too many requests</h1><p>You have sent too many requests. Slow down.</p>",
    "moved": '<h1>Moved</h1><p>The document has moved <a href="/node/1234">here</a>.</p>',
    "no script": "<div id='app'></div><noscript>Please enable JavaScript.</noscript>",
    "frames": "<iframe src='/press-release/1234'></iframe>",
    "unpublished": "<h1>Unpublished</h1><p>This press release is not published yet.</p>",
    "landing page": "<h1>Presence in a country</h1><h2>About</h2><p>The office opened in 1997 and "
    "works with the authorities and with civil society on five fields of work.</p>"
    "<h2>Contact</h2><p>Office: +000 0 00 00 00</p>",
    "mandate": "<h1>Tasks</h1><p>What the office is to do was laid down when it opened, and has "
    "been prolonged every year since.</p><ul><li>First decision</li><li>Second decision</li></ul>",
    "photo": "<p>Resources</p><h1>A choir in pictures</h1><p>11 May 2017</p>"
    "<p>Two towns, three languages, one song: pictures of a rehearsal under chestnut trees.</p>",
}


def walls() -> Iterator[tuple[str, str]]:
    """Pages found missing, walls, and pages of other kinds, with and without the site around."""
    for index, (language, title, words) in enumerate(_MISSING):
        yield f"missing {index}", _page(f"<h1>{title}</h1><p>{words}</p>", language)
        yield f"missing {index} framed", _framed(f"<h1>{title}</h1><p>{words}</p>", index)
    for index, (name, words) in enumerate(_WALLS.items()):
        yield name, _page(words, "en")
        yield f"{name} framed", _framed(words, index)


def listings() -> Iterator[tuple[str, str]]:
    """Listing pages under an address that does not give them away."""
    titles = load("stock")["en"]["titles"]
    pairs = (("Publishing date", "3 December 2014"), ("Content type", "Press release"))
    teaser = "VIENNA, 3 December 2014- " + load("stock")["en"]["sentences"][0]
    rows = [Row(n, title, f"/node/{1000 + n}", pairs, teaser) for n, title in enumerate(titles)]
    for markup in MARKUPS:
        yield f"listing {markup}", render_listing(rows, markup).decode()
    yield "teasers", _page(_teasers("h2"), "en")
    yield "teasers framed", _framed(_teasers("h3"), 5)
    found = f"<h1>Search results</h1><p>20 results for “press release”</p>{_teasers('h3')}"
    yield "search results", _framed(found, 7)


def _teasers(level: str) -> str:
    cards = (
        f'<a class="teaser" href="/odihr/{1000 + n}"><span>Press release</span>'
        f'<{level} class="teaser__title">{title}</{level}><time datetime="2014-12-03"></time></a>'
        for n, title in enumerate(load("stock")["en"]["titles"])
    )
    return f"<h1>News and press releases</h1>{''.join(cards)}"


def _page(words: str, language: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>OSCE</title>'
        f"</head><body>{words}</body></html>"
    )


def _framed(words: str, number: int) -> str:
    """The words in place of a release: menu above, related items and footer below."""
    release = write_release(facts()[number], "framed", Plan())
    return _page(f"{top(release)}<main>{words}</main>{bottom(release)}", "en")
