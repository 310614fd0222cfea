"""The menu of a page is found by what it says, and read as a tree."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from lxml import html
from lxml.html import HtmlElement

from osce_scraper.pages.navigation import Menu, read_menu
from osce_scraper.taxonomy.tree import MenuNode, build_taxonomy
from osce_scraper.taxonomy.vocabulary import vocabulary

BASE = "https://www.osce.org/pc/51357"
REFERENCE = [vocabulary().path(term.id) for term in vocabulary().terms if term.in_menu]


def items(parent: str | None, label: Callable[[str, bool], str]) -> str:
    """The entries below a term, as mark-up."""
    found = vocabulary().children(parent)
    parts = ((term.label, items(term.id, label)) for term in found)
    return "".join(
        f"<li>{label(text, bool(below))}{f'<ul>{below}</ul>' if below else ''}</li>"
        for text, below in parts
    )


def link(text: str, _opens: bool) -> str:
    return f"<a href='/{text.lower().replace(' ', '-')}'>{text}</a>"


def menu_of(label: Callable[[str, bool], str] = link) -> str:
    return f"<ul>{items(None, label)}</ul>"


def root_of(body: str) -> HtmlElement:
    parser = html.HTMLParser(huge_tree=True)
    return html.document_fromstring(f"<html><body>{body}</body></html>", parser=parser)


def find(body: str, site: str | None = None) -> Menu:
    menu = read_menu(root_of(body), BASE, site)
    assert menu is not None
    return menu


def paths(nodes: list[MenuNode], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for node in nodes:
        yield (*above, node.label)
        yield from paths(node.children, (*above, node.label))


def test_the_reference_has_the_terms_that_the_menu_had() -> None:
    below = [path[:-1] for path in REFERENCE]
    assert below.count(("Our work", "Fields of work")) == 23
    assert below.count(("Countries", "Participating States")) == 57


@pytest.mark.parametrize(
    "label",
    [
        link,
        lambda text, _: text,
        lambda text, _: f"<span>{text}</span>",
        lambda text, opens: f"<div>{text}</div>" if opens else link(text, opens),
        lambda text, opens: f"<h2>{text}</h2>" if opens else link(text, opens),
        lambda text, opens: f"<p><a href='#'>{text}</a></p>" if opens else f"<p>{text}</p>",
        lambda text, opens: f"<button>{text}</button>" if opens else link(text, opens),
        lambda text, _: f"<div><span>\n {text}&nbsp;</span></div><!-- {text} -->",
        lambda text, _: f"<a href='/x'><i></i>{text.replace(' ', '<b> </b>')}</a>",
    ],
)
def test_the_mark_up_of_an_entry_does_not_matter(label: Callable[[str, bool], str]) -> None:
    assert list(paths(find(menu_of(label)).nodes)) == REFERENCE


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "<nav>{}</nav>",
        "<nav><div><h2>Menu</h2>{}</div></nav>",
        "<header><div><div>{}</div></div></header><p>Text</p>",
        "<ul><li>English</li><li>Русский</li></ul>{}<ul><li>Contact</li></ul>",
        "<p>Text</p><footer>{}</footer>",
    ],
)
def test_the_menu_is_found_anywhere(around: str) -> None:
    menu = find(around.format(menu_of()))
    assert list(paths(menu.nodes)) == REFERENCE
    assert build_taxonomy(menu.nodes).is_complete


def test_a_submenu_may_be_wrapped() -> None:
    markup = (
        menu_of().replace("<ul><li>", "<div class='a'><ul><li>").replace("</ul>", "</ul></div>")
    )
    assert list(paths(find(markup).nodes)) == REFERENCE


def test_a_disclosure_may_hold_the_submenu() -> None:
    markup = items(None, lambda text, opens: f"<summary>{text}</summary>" if opens else text)
    markup = markup.replace("<summary>", "<details><summary>").replace("</ul>", "</ul></details>")
    assert list(paths(find(f"<ul>{markup}</ul>").nodes)) == REFERENCE


def test_upper_case_and_unclosed_tags_are_a_menu() -> None:
    markup = menu_of().replace("</li>", "").replace("<li>", "<LI>").replace("ul>", "UL>")
    assert list(paths(find(markup).nodes)) == REFERENCE


@pytest.mark.parametrize("wrap", ["{0}{0}", "<nav>{0}</nav><p>Text</p><nav>{0}</nav>"])
def test_a_copy_for_small_screens_is_read_once_and_left_out_twice(wrap: str) -> None:
    menu = find(wrap.format(menu_of()))
    assert list(paths(menu.nodes)) == REFERENCE
    assert len(menu.elements) == 2


def test_a_smaller_copy_before_it_is_not_the_menu() -> None:
    few = "".join(f"<li>{term.label}</li>" for term in vocabulary().children("section:countries"))
    fields = vocabulary().children("section:our-work/fields-of-work")
    few += "".join(f"<li>{term.label}</li>" for term in fields)
    menu = find(f"<ul>{few}</ul>{menu_of()}")
    assert list(paths(menu.nodes)) == REFERENCE
    assert len(menu.elements) == 2


@pytest.mark.parametrize(
    "wrap",
    [
        "<nav>{}</nav>",
        "<nav><div>{}</div></nav>",
        "<div>{}</div>",
        "<header><div>{}</div></header>",
    ],
)
def test_a_menu_split_into_columns_is_one_menu(wrap: str) -> None:
    columns = []
    for term in vocabulary().children(None):
        below = items(term.id, link)
        submenu = f"<ul>{below}</ul>" if below else ""
        columns.append(f"<div><ul><li><a href='/x'>{term.label}</a>{submenu}</li></ul></div>")
    menu = find(wrap.format("".join(columns)))
    assert list(paths(menu.nodes)) == REFERENCE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Our work</p><p>Countries</p>",
        "<ul><li>Home</li><li>About us</li><li>Contact</li></ul>",
        "<ul><li>Policing</li><li>Migration</li><li>Youth</li><li>Elections</li></ul>",
        "<nav><ul></ul></nav>",
    ],
)
def test_a_page_without_the_menu_has_none(body: str) -> None:
    assert read_menu(root_of(body), BASE) is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/albania", "https://www.osce.org/albania"),
        ("/albania?page=1#top", "https://www.osce.org/albania"),
        ("http://osce.org/albania/", "https://www.osce.org/albania"),
        ("//odihr.osce.org/odihr", "https://odihr.osce.org/odihr"),
        ("http://mirror.test:8080/albania", "https://www.osce.org/albania"),
        ("#", None),
        ("#main", None),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:info@example.org", None),
        ("https://elsewhere.example/albania", None),
        ("http://[", None),
    ],
)
def test_an_entry_has_the_address_that_it_links_to(href: str, url: str | None) -> None:
    markup = menu_of(lambda text, _: f'<a href="{href}">{text}</a>')
    menu = find(markup, "http://mirror.test:8080")
    assert {node.url for node in menu.nodes} == {url}


def test_an_entry_without_a_link_does_not_take_that_of_an_entry_below() -> None:
    menu = find(menu_of(lambda text, opens: text if opens else link(text, opens)))
    found = {node.label: node.url for node in menu.nodes}
    assert found["Our work"] is None
    assert found["About us"] == "https://www.osce.org/about-us"


@pytest.mark.parametrize(
    ("now", "then", "term_id"),
    [
        ("Czechia", "Czech Republic", "country:cz"),
        ("Finland", "Finland – OSCE Chairpersonship 2025", "country:fi"),
        ("Switzerland", "Switzerland – OSCE Chairpersonship 2026", "country:ch"),
        ("Gender equality conferences", "Gender Equality Review Conferences", None),
        ("Gender equality conferences", "Gender Equality Conferences", None),
    ],
)
def test_a_term_outlives_its_label(now: str, then: str, term_id: str | None) -> None:
    before = build_taxonomy(find(menu_of()).nodes)
    after = build_taxonomy(find(menu_of().replace(f">{now}<", f">{then}<")).nodes)
    assert [term.id for term in after.terms] == [term.id for term in before.terms]
    assert after.issues == []
    assert term_id is None or term_id in {term.id for term in after.terms}


def test_an_entry_that_the_vocabulary_lacks_is_kept_and_named() -> None:
    markup = menu_of().replace("<li><a href='/policing'>", "<li>Lighthouses</li><li><a href='/p'>")
    found = build_taxonomy(find(markup).nodes)
    (term,) = [term for term in found.terms if term.label == "Lighthouses"]
    assert term.path == ["Our work", "Fields of work", "Lighthouses"]
    assert term.id == "field-of-work:lighthouses"
    assert [issue.code for issue in found.issues] == ["unknown_label"]


@pytest.mark.parametrize("unit", ["<ul><li>", "<ol><li><p>Youth</p>"])
def test_five_thousand_nested_lists_are_read_in_time(unit: str) -> None:
    root = root_of(f"{menu_of()}{unit * 5000}")
    started = time.process_time()
    menu = read_menu(root, BASE)
    assert time.process_time() - started < 3
    assert menu is not None
    assert list(paths(menu.nodes)) == REFERENCE
