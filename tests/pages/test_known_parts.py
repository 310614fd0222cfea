"""A menu or a footer that was met before is cut out of a page, and no value changes for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.pages import parsing
from osce_scraper.pages.article import read_article
from osce_scraper.pages.decoding import to_utf8
from osce_scraper.pages.known_parts import KnownParts, origin_of
from osce_scraper.pages.page import Page, open_page
from osce_scraper.pages.part_proof import find_lists
from tests.pages.test_navigation import menu_of

URL = "https://www.osce.org/secretariat/129296"
ARTICLE = (
    "<h1>Officers open a crate</h1><dl><dt>Date:</dt><dd>3 May 2014</dd>"
    "<dt>Place:</dt><dd>VIENNA</dd></dl>"
    "<p>VIENNA, 3 May 2014 - Officers from four towns opened a crate and wrote down what was in "
    "it.</p><p>A list of <a href='/documents/7.pdf'>all things found</a> is at hand.</p>"
)
MENU = menu_of()
ROOMS = "".join(f"<li><a href='/about/room-{n}'>Room {n} of the house</a></li>" for n in range(30))
FOOTER = f"<footer class='end'><h2>Around the house</h2><ul>{ROOMS}</ul><p>Vienna</p></footer>"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> KnownParts:
    """No list is known at first."""
    lists = KnownParts()
    monkeypatch.setattr(parsing, "_KNOWN", lists)
    return lists


def html_of(menu: str = MENU, article: str = ARTICLE, footer: str = "") -> str:
    page = f"<header><nav>{menu}</nav></header><main>{article}</main>{footer}"
    return f"<html><body><div>{page}</div><script>1</script></body></html>"


def read(html: str, url: str | None = URL, site: str | None = None) -> Page:
    return open_page(Capture(url=url, status=200, body=html.encode(), vouched=True), site)


def teach(html: str | None = None, url: str = URL) -> None:
    """Read a page twice, so that its menu and its footer are known."""
    for _ in range(2):
        read(html or html_of(), url)


def is_cut(known: KnownParts, html: str, url: str = URL) -> bool:
    return bool(cut_tags(known, html, url))


def cut_tags(known: KnownParts, html: str, url: str = URL) -> list[str]:
    """Tags of the parts that are cut out of a page, in order."""
    origin = origin_of(url, None)
    assert origin is not None
    return [part.tag for _, part in known.find(html.encode(), origin)]


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
    before, parsing._KNOWN = parsing._KNOWN, KnownParts()
    try:
        return said(read(html, url, site))
    finally:
        parsing._KNOWN = before


def test_a_menu_is_known_when_it_was_met_twice(known: KnownParts) -> None:
    read(html_of())
    assert not is_cut(known, html_of())
    read(html_of())
    assert is_cut(known, html_of(article="<p>Other words</p>"))


def test_a_menu_that_changes_by_one_letter_is_not_known(known: KnownParts) -> None:
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


def test_a_footer_is_cut_out_beside_a_menu(known: KnownParts) -> None:
    teach(html_of(footer=FOOTER))
    other = html_of(article=ARTICLE.replace("Officers", "Men"), footer=FOOTER)
    assert cut_tags(known, other) == ["ul", "footer"]
    page = read(other)
    assert page.root is not None
    assert len(list(page.root.iter("li"))) == 0
    assert said(page) == fresh(other)


def test_a_footer_is_read_where_the_menu_is_not_known() -> None:
    teach(html_of(footer=FOOTER))
    for menu in ("", MENU.replace(">Albania<", ">Atlantis<")):
        page = read(html_of(menu, footer=FOOTER))
        assert page.root is not None
        assert len(list(page.root.iter("li"))) >= 30
        assert said(page) == fresh(html_of(menu, footer=FOOTER))


@pytest.mark.parametrize("inside", ["", f"<ul>{MENU[4:-5]}</ul>"])
@pytest.mark.parametrize("box", ["div", "nav"])
def test_a_footer_in_the_box_of_the_menu_is_a_part_of_it(inside: str, box: str) -> None:
    footer = FOOTER.replace("<p>Vienna</p>", inside)
    html = f"<html><body><{box}>{MENU}{footer}</{box}><main>{ARTICLE}</main><p></body></html>"
    teach(html_of(footer=footer))
    for _ in range(3):
        assert said(read(html)) == fresh(html)


def test_a_footer_that_may_tell_the_box_of_the_menu_is_read() -> None:
    notice = f"<div><p>{'A notice on the crates of this house. ' * 20}</p></div>"
    footer = FOOTER.replace("</ul>", f"{ROOMS * 5}</ul>")
    teach(html_of(footer=footer))
    html = f"<html><body><div><div>{MENU}{notice}{footer}</div><main>{ARTICLE}</main></div><p>"
    told = fresh(html)
    for _ in range(4):
        assert said(read(html)) == told


def test_a_footer_that_stands_in_two_kinds_of_boxes_is_cut_out_of_both(known: KnownParts) -> None:
    boxed = [html_of(footer=FOOTER), html_of(footer=f"<section>{FOOTER}</section>")]
    for html in (*boxed, *boxed, *boxed, *boxed):
        assert said(read(html)) == fresh(html)
    for html in boxed:
        page = read(html)
        assert page.root is not None
        assert len(list(page.root.iter("li"))) == 0
    assert sorted(part.tag for part in known._parts) == ["footer", "ul"]


def test_a_footer_without_a_known_list_is_not_cut(known: KnownParts) -> None:
    teach(html_of(footer=FOOTER))
    assert cut_tags(known, html_of(menu="", footer=FOOTER)) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<a href='/documents/menu.pdf'>Map</a>",
        "<a href='/ru/secretariat/129296'>Русский</a>",
        "<a href='/x' hreflang='fr'>Français</a>",
        "<a href='more'>More</a>",
        "<a href='/%72u/secretariat/129296'>Русский</a>",
        "<a href='/r&#9;u/secretariat/129296'>Русский</a>",
        "<h1>The house</h1>",
        "<svg><title>A house</title></svg>",
        "<meta name='date' content='2001-02-03'>",
        '<script type="application/ld+json">{"datePublished": "2001-02-03"}</script>',
        MENU,
    ],
)
def test_a_footer_that_holds_what_a_reader_looks_for_is_not_cut(
    inside: str, known: KnownParts
) -> None:
    html = html_of(footer=FOOTER.replace("<p>Vienna</p>", f"<p>Vienna</p>{inside}"))
    teach(html)
    assert "footer" not in cut_tags(known, html)
    assert said(read(html)) == fresh(html)


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


@pytest.mark.parametrize("where", AROUND)
def test_the_bytes_of_a_footer_elsewhere_on_a_page_change_nothing(where: str) -> None:
    teach(html_of(footer=FOOTER))
    for html in (html_of(footer=AROUND[where](FOOTER)), html_of(article=AROUND[where](FOOTER))):
        assert said(read(html)) == fresh(html)
        teach(html)
        assert said(read(html)) == fresh(html)


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
def test_a_menu_that_holds_what_a_reader_looks_for_is_not_cut(what: str, known: KnownParts) -> None:
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
    html = html_of(f'{MENU}<ul data-known-part="0-0"></ul>')
    assert said(read(html)) == fresh(html)


def test_menus_without_end_fill_no_memory(known: KnownParts) -> None:
    for number in range(60):
        teach(html_of(MENU.replace("Albania", f"Albania {number}")))
    assert len(known._parts) <= 48
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


def test_a_menu_with_a_garbled_letter_is_not_cut(known: KnownParts) -> None:
    html = html_of(MENU.replace("Albania", "Alb\x92ania"), ARTICLE + "<p>words</p>" * 1000)
    teach(html)
    assert not is_cut(known, html)


def test_a_list_that_ends_its_page_proves_nothing(known: KnownParts) -> None:
    html = f"<body>{ARTICLE}{MENU}"
    teach(html)
    assert not is_cut(known, html)
    html = f"<body><nav>{MENU.replace('Albania', 'Albanja')}</nav>{ARTICLE}{FOOTER}"
    teach(html)
    assert cut_tags(known, html) == ["ul"]


def test_a_part_that_could_not_be_cut_once_is_tried_again(known: KnownParts) -> None:
    teach(f"<body>{ARTICLE}{MENU}")
    teach()
    assert is_cut(known, html_of())


def test_outer_lists_are_found_by_their_tags() -> None:
    long = f"<ul><li>{'x' * 2000}<ol><li>y</li></ol></li></ul>"
    page = to_utf8(f"<p>Text</p>{long}<ul><li>short</li></ul></ul>{long}<ul>".encode(), None)
    assert [page[start:end].decode() for start, end in find_lists(page)] == [long, long]
