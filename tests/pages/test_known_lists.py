"""A menu that was met before is cut out of a page, and no value changes for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.pages import page as pages
from osce_scraper.pages.article import read_article
from osce_scraper.pages.decoding import to_utf8
from osce_scraper.pages.known_lists import KnownLists, origin_of
from osce_scraper.pages.list_proof import find_lists
from osce_scraper.pages.page import Page, open_page
from tests.pages.test_navigation import menu_of

URL = "https://www.osce.org/secretariat/129296"
ARTICLE = (
    "<h1>Officers open a crate</h1><dl><dt>Date:</dt><dd>3 May 2014</dd>"
    "<dt>Place:</dt><dd>VIENNA</dd></dl>"
    "<p>VIENNA, 3 May 2014 - Officers from four towns opened a crate and wrote down what was in "
    "it.</p><p>A list of <a href='/documents/7.pdf'>all things found</a> is at hand.</p>"
)
MENU = menu_of()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> KnownLists:
    """No list is known at first."""
    lists = KnownLists()
    monkeypatch.setattr(pages, "_KNOWN", lists)
    return lists


def html_of(menu: str = MENU, article: str = ARTICLE) -> str:
    return f"<html><body><header><nav>{menu}</nav></header><main>{article}</main></body></html>"


def read(html: str, url: str | None = URL, site: str | None = None) -> Page:
    return open_page(Capture(url=url, status=200, body=html.encode(), vouched=True), site)


def teach(html: str | None = None, url: str = URL) -> None:
    """Read a page twice, so that its menu is known."""
    for _ in range(2):
        read(html or html_of(), url)


def is_cut(known: KnownLists, html: str, url: str = URL) -> bool:
    origin = origin_of(url, None)
    assert origin is not None
    return bool(known.cut(html.encode(), origin)[1])


def said(page: Page) -> object:
    """All that is read from a page."""
    try:
        article = read_article(page)
    except PageRefusedError as error:
        return str(error), page.taxonomy
    lines = [(line.text, line.kind, line.level, line.label) for line in page.lines]
    terms = page.taxonomy and (page.taxonomy.terms, page.taxonomy.issues)
    links = (article.attachments, article.images, article.translations)
    return lines, page.pictures, page.meta, terms, article.evidence, article.paragraphs, links


def fresh(html: str, url: str | None = URL, site: str | None = None) -> object:
    """The same, read by a reader that knows no list."""
    before, pages._KNOWN = pages._KNOWN, KnownLists()
    try:
        return said(read(html, url, site))
    finally:
        pages._KNOWN = before


def test_a_menu_is_known_when_it_was_met_twice(known: KnownLists) -> None:
    read(html_of())
    assert not is_cut(known, html_of())
    read(html_of())
    assert is_cut(known, html_of(article="<p>Other words</p>"))


def test_a_menu_that_changes_by_one_letter_is_not_known(known: KnownLists) -> None:
    teach()
    assert not is_cut(known, html_of(MENU.replace("Albania", "Albanja")))


def test_a_cut_page_gives_the_same_values_and_a_smaller_tree() -> None:
    teach()
    page = read(html_of())
    assert page.root is not None
    assert len(list(page.root.iter("li"))) == 0
    assert said(page) == fresh(html_of())
    assert page.taxonomy is not None
    assert page.taxonomy.is_complete


def test_a_changed_menu_gives_its_own_taxonomy() -> None:
    teach()
    changed = html_of(MENU.replace(">Albania<", ">Atlantis<"))
    taxonomy = read(changed).taxonomy
    assert taxonomy is not None
    assert "Atlantis" in {term.label for term in taxonomy.terms}


AROUND: dict[str, Callable[[str], str]] = {
    "a comment": lambda menu: f"<!-- {menu} -->",
    "a comment that never ends": lambda menu: f"<!-- {menu}",
    "a script": lambda menu: f"<script>const menu = `{menu}`</script>",
    "an attribute": lambda menu: f'<div title="{menu}">x</div>',
    "a text field": lambda menu: f"<textarea>{menu}</textarea>",
    "a table": lambda menu: f"<table><tr><td>{menu}</td></tr></table>",
    "a table that lacks a cell": lambda menu: f"<table>{menu}</table>",
    "a paragraph": lambda menu: f"<p>Menu {menu}</p>",
    "a list": lambda menu: f"<ul><li>Menu {menu}</li></ul>",
    "a label": lambda menu: f"<span>Place:{menu}</span>",
    "an aside": lambda menu: f"<aside>{menu}</aside>",
    "a form": lambda menu: f"<form>{menu}</form>",
    "a figure": lambda menu: f"<figure>{menu}</figure>",
    "a list that never ends": lambda menu: menu.removesuffix("</ul>"),
    "a box more": lambda menu: f"<div>{menu}</div>",
    "two copies": lambda menu: f"{menu}<div>{menu}</div>",
    "a body": lambda menu: menu.replace("</li>", "<body class='x'></li>", 1),
    "an end tag more": lambda menu: f"{menu}</ul></div>",
}


@pytest.mark.parametrize("where", AROUND)
def test_the_same_bytes_elsewhere_on_a_page_change_nothing(where: str) -> None:
    teach()
    html = html_of(AROUND[where](MENU))
    assert said(read(html)) == fresh(html)
    teach(html)
    assert said(read(html)) == fresh(html)
    assert said(read(html_of())) == fresh(html_of())


INSIDE = {
    "a heading": "<h1>Newsroom</h1>",
    "a date": "<meta name='date' content='2001-02-03'>",
    "an address": "<link rel='canonical' href='https://www.osce.org/node/111111'>",
    "a script": '<script type=\'application/ld+json\'>{"datePublished": "2001-02-03"}</script>',
    "a file": "<a href='/documents/menu.pdf'>Map</a>",
    "a version": "<a href='/ru/secretariat/129296'>Русский</a>",
    "a language": "<a href='/x' hreflang='fr'>Français</a>",
    "a picture": "<figure><img src='/x.jpg'></figure>",
    "a relative link": "<a href='more'>More</a>",
}


@pytest.mark.parametrize("what", INSIDE)
def test_a_menu_that_holds_what_a_reader_looks_for_is_not_cut(what: str, known: KnownLists) -> None:
    html = html_of(MENU.replace("</li>", f"{INSIDE[what]}</li>", 1))
    teach(html)
    assert not is_cut(known, html)
    assert said(read(html)) == fresh(html)


def test_links_of_a_menu_depend_on_the_host_of_the_page() -> None:
    teach()
    for url in ("https://jobs.osce.org/x/123456", "http://www.osce.org/x/123456", None):
        assert said(read(html_of(), url)) == fresh(html_of(), url)
    mirror = "http://127.0.0.1:8000"
    page = read(html_of(), f"{mirror}/secretariat/129296", mirror)
    assert said(page) == fresh(html_of(), f"{mirror}/secretariat/129296", mirror)


def test_a_page_cannot_bring_a_stand_in_of_its_own() -> None:
    teach()
    html = html_of(f'{MENU}<ul data-known-list="0-0"></ul>')
    assert said(read(html)) == fresh(html)


def test_menus_without_end_fill_no_memory(known: KnownLists) -> None:
    for number in range(60):
        teach(html_of(MENU.replace("Albania", f"Albania {number}")))
    assert len(known._lists) <= 48
    assert not is_cut(known, html_of(MENU.replace("Albania", "Albania 0")))
    assert is_cut(known, html_of(MENU.replace("Albania", "Albania 59")))


def test_the_rest_of_a_page_is_read_in_its_own_encoding() -> None:
    menu = MENU.encode("ascii", "ignore").decode()
    teach(html_of(menu))
    html = html_of(menu, ARTICLE.replace("Officers", "Офицеры"))
    capture = Capture(
        url=URL, status=200, body=html.encode("cp1251"), content_type="text/html; charset=cp1251"
    )
    assert said(open_page(capture)) == fresh(html)


def test_a_menu_with_a_garbled_letter_is_not_cut(known: KnownLists) -> None:
    html = html_of(MENU.replace("Albania", "Alb\x92ania"), ARTICLE + "<p>words</p>" * 1000)
    teach(html)
    assert not is_cut(known, html)


def test_a_list_that_ends_its_page_proves_nothing(known: KnownLists) -> None:
    html = f"<body>{ARTICLE}{MENU}"
    teach(html)
    assert not is_cut(known, html)


def test_outer_lists_are_found_by_their_tags() -> None:
    long = f"<ul><li>{'x' * 2000}<ol><li>y</li></ol></li></ul>"
    page = to_utf8(f"<p>Text</p>{long}<ul><li>short</li></ul></ul>{long}<ul>".encode(), None)
    assert [page[start:end].decode() for start, end in find_lists(page)] == [long, long]
