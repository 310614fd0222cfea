"""Pages that went wrong, and pages of the site that are no releases: none gives a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from osce_scraper.items import Capture
from tests.accuracy.facts import facts
from tests.accuracy.garbage import formats, garbage
from tests.accuracy.headers import STYLES
from tests.accuracy.menus import menu_text
from tests.accuracy.new_pages import Look, new_page
from tests.accuracy.old_pages import old_page
from tests.accuracy.refused import score_refused
from tests.accuracy.release import Release
from tests.accuracy.scores import Score
from tests.accuracy.text_pages import new_text, old_text
from tests.accuracy.walls import listings, walls
from tests.accuracy.writing import Plan, write_release

_URL = "https://www.osce.org/secretariat/600002"
_HTML = "text/html; charset=utf-8"
_GONE = (400, 401, 403, 404, 410, 429, 451, 500, 502, 503)
_OTHER_KINDS = (
    *("Document", "Event", "Photo", "Speech", "Story", "Gallery", "Project", "Decision"),
    *("Vacancy", "Video", "Publication", "Report"),
)
_ELSEWHERE = (
    *("https://www.example.org/press/1234", "https://osce.org.example.org/node/129296"),
    *("https://www.osce.org:8443/secretariat/129296", "https://notosce.org/node/129296"),
)


def score_broken() -> Score:
    """Read all broken pages."""
    return score_refused("broken", ((name, [capture]) for name, capture in _pages()))


def _pages() -> Iterator[tuple[str, Capture]]:
    for name, page in _html():
        yield name, _served(page)
    for name, content, kind in (*garbage(), *formats()):
        yield name, Capture(url=_URL, status=200, content_type=kind, body=content)
    for name, text in _texts():
        yield name, Capture(url=_URL, status=None, text=text)
    yield from _by_answer()


def _served(page: str) -> Capture:
    return Capture(url=_URL, status=200, content_type=_HTML, body=page.encode())


def _release(number: int = 12) -> Release:
    """A release in English without a row, on whose page something then goes wrong."""
    plan = Plan(languages=("en",), rows=0)
    return replace(write_release(facts()[number], "broken", plan), row=None, url=_URL, files=())


def _html() -> Iterator[tuple[str, str]]:
    yield from walls()
    yield from listings()
    for style in STYLES:
        yield f"empty template {style}", new_page(_empty(_release()), Look(style))
        bare = replace(_empty(_release()), sources=(), fields=(), label_places=(), title="")
        yield f"empty template without title {style}", new_page(bare, Look(style, dated=False))
    for kind in _OTHER_KINDS:
        undated = replace(_release(3), type_line=kind)
        yield f"kind {kind}", new_page(undated, Look("dl"))
        yield (
            f"kind {kind} with dateline",
            new_page(replace(_release(), type_line=kind), Look("ul")),
        )
    yield from _truncated()


def _empty(release: Release) -> Release:
    return replace(release, blocks=(), pictures=())


def _truncated() -> Iterator[tuple[str, str]]:
    """Pages cut before their text begins."""
    for number in (12, 27, 47, 96):
        release = _release(number)
        page = new_page(release, Look("dl"))
        end = page.index("</dl>")
        for share in (1, 10, 30, 60, 90, 99):
            yield f"cut at {share} % of the head, {number}", page[: end * share // 100]
        old = old_page(_release(number))
        yield f"old, cut after the title, {number}", old[: old.index("</h1>")]


def _texts() -> Iterator[tuple[str, str]]:
    """Text captures without a release in them."""
    menu = menu_text()
    whole = new_text(_empty(_release()))
    yield "menu alone", menu
    yield "half a menu", menu[: len(menu) // 2]
    yield "menu and type line", f"{menu}\nPress release"
    yield "menu and title", f"{menu}\nPress release\nA title and nothing else"
    yield "text without a body", whole
    yield "breadcrumb alone", "Newsroom"
    yield "old text without a body", old_text(_empty(_release()))
    yield "blanks", " \n\t\n "
    yield "a sentence", "The page that you asked for is not here."
    for kind in _OTHER_KINDS:
        release = replace(_release(3), type_line=kind)
        yield f"text of kind {kind}", new_text(release)


def _by_answer() -> Iterator[tuple[str, Capture]]:
    """Whole releases that the answer itself, or its address, rules out."""
    page = new_page(_release(), Look("dl")).encode()
    for status in _GONE:
        yield f"status {status}", Capture(url=_URL, status=status, content_type=_HTML, body=page)
    for url in _ELSEWHERE:
        yield f"from {url}", Capture(url=url, status=200, content_type=_HTML, body=page)
    large = page + b"<p>x</p>" * (1 << 20)
    yield "too large", Capture(url=_URL, status=200, content_type=_HTML, body=large)
    bytes_of_no_encoding = new_page(_release(), Look("dl")).replace("e", "é").encode("cp1252")
    no_charset = Capture(url=_URL, status=200, content_type=None, body=bytes_of_no_encoding)
    no_charset.body = bytes_of_no_encoding.replace(b'charset="utf-8"', b"data-none")
    yield "no encoding that fits", no_charset
