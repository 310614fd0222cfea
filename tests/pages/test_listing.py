"""Listing pages: every row with what it holds, and the next page only where a pager leads."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture, ListingRow
from osce_scraper.pages.listing import Listing, listing_url, page_number, read_listing

URL = "https://www.osce.org/press-releases"
TITLE = "Lighthouse keepers compare logbooks"
LINK = f"<a href='/baku/41234'>{TITLE}</a>"
DATE = "<div class='a'><span>Publishing date:</span> 3 June 2008</div>"
TYPE = "<div><span>Content type:</span> Press release</div>"
WHERE = "<div><span>Where we are:</span> OSCE Presence in Albania, OSCE Secretariat</div>"
WHAT = "<div><span>What we do:</span> Education, Media laws</div>"
TEASER = "BAKU, 3 June 2008- Keepers of nine lighthouses compared their logbooks- and coffee..."


def read(body: str, url: str = URL, site: str | None = None) -> Listing:
    page = f"<html><body>{body}</body></html>".encode()
    return read_listing(Capture(url=url, status=200, body=page), site)


def row(body: str) -> ListingRow:
    (found,) = read(body).rows
    return found


def as_dl(*parts: str, title: str = LINK) -> str:
    return f"<dl class='r'><dt><h3>{title}</h3></dt><dd>{''.join(parts)}</dd></dl>"


def numbered(number: int, body: str) -> str:
    """A row of its own, with its own title and address."""
    return body.replace("41234", str(41234 + number)).replace(TITLE, f"{TITLE} {number}")


FULL = ListingRow(
    title=TITLE,
    url="https://www.osce.org/baku/41234",
    date_raw="3 June 2008",
    type_raw="Press release",
    where=["OSCE Presence in Albania", "OSCE Secretariat"],
    what=["Education", "Media laws"],
    locations=[],
    teaser=TEASER,
)
ROWS = {
    "dl": as_dl(DATE, TYPE, WHERE, WHAT, f"<p>{TEASER}</p>"),
    "dl, labels in the text": as_dl(
        "<p>Publishing date: 3 June 2008</p><p>Content type: Press release</p>",
        "<p>Where we are: OSCE Presence in Albania, OSCE Secretariat</p>",
        f"<p>What we do: Education, Media laws</p><p>{TEASER}</p>",
    ),
    "dl, links as values": as_dl(
        DATE,
        TYPE,
        "<div><b>Where we are:</b> <a href='/al'>OSCE Presence in Albania</a>, ",
        "<a href='/s'>OSCE Secretariat</a></div>",
        "<div><b>What we do:</b> <a href='/e'>Education</a>, <a href='/m'>Media laws</a></div>",
        f"<div>{TEASER}</div>",
    ),
    "divs": (
        f"<div class='x'><h2>{LINK}</h2>{DATE}{TYPE}{WHERE}{WHAT}"
        f"<div class='search-snippet'>{TEASER}</div></div>"
    ),
    "list": f"<ul><li><h3>{LINK}</h3>{DATE}{TYPE}{WHERE}{WHAT}<p>{TEASER}</p></li></ul>",
    "table": (
        f"<table><tr><td><h3>{LINK}</h3>{DATE}{TYPE}{WHERE}{WHAT}<p>{TEASER}</p></td></tr></table>"
    ),
    "link around the heading": (
        f"<div><a href='/baku/41234'><h3>{TITLE}</h3></a>{DATE}{TYPE}{WHERE}{WHAT}"
        f"<p>{TEASER}</p></div>"
    ),
    "upper case, unclosed": (
        f"<DL><DT><H3>{LINK}</H3><DD>{DATE}{TYPE}{WHERE}{WHAT}<P>{TEASER}</DL>"
    ),
    "label without a colon": as_dl(
        *(part.replace(":</span>", "</span>") for part in (DATE, TYPE, WHERE, WHAT)),
        f"<p>{TEASER}</p>",
    ),
    "label, line break, value": as_dl(
        *(part.replace("</span>", "</span><br>") for part in (DATE, TYPE, WHERE, WHAT)),
        f"<p>{TEASER}</p>",
    ),
}


@pytest.mark.parametrize("markup", ROWS.values(), ids=ROWS)
def test_the_mark_up_of_a_row_does_not_matter(markup: str) -> None:
    assert row(markup) == FULL


@pytest.mark.parametrize("markup", ROWS.values(), ids=ROWS)
def test_each_of_many_rows_keeps_to_itself(markup: str) -> None:
    found = read("<p>Newsroom</p>" + "".join(numbered(n, markup) for n in range(10))).rows
    assert found == [
        FULL.model_copy(
            update={"title": f"{TITLE} {n}", "url": f"https://www.osce.org/baku/{41234 + n}"}
        )
        for n in range(10)
    ]


def test_one_flat_dl_may_hold_many_rows() -> None:
    pair = f"<dt><h3>{LINK}</h3></dt><dd>{DATE}{TYPE}{WHERE}{WHAT}<p>{TEASER}</p></dd>"
    found = read(f"<dl>{''.join(numbered(n, pair) for n in range(3))}</dl>").rows
    assert [one.title for one in found] == [f"{TITLE} {n}" for n in range(3)]
    assert {one.teaser for one in found} == {TEASER}
    assert all(one.what == FULL.what for one in found)


def test_one_flat_dl_may_hold_a_dd_for_each_part() -> None:
    parts = "".join(f"<dd>{part}</dd>" for part in (DATE, TYPE, WHERE, WHAT, f"<p>{TEASER}</p>"))
    pair = f"<dt><h3>{LINK}</h3></dt>{parts}"
    found = read(f"<dl>{''.join(numbered(n, pair) for n in range(3))}</dl>").rows
    assert [one.model_copy(update={"title": TITLE, "url": FULL.url}) for one in found] == [FULL] * 3


def test_a_bare_row_has_title_date_and_teaser_only() -> None:
    assert row(as_dl(DATE, f"<p>{TEASER}</p>")) == FULL.model_copy(
        update={"type_raw": None, "where": [], "what": []}
    )


def test_bare_and_full_rows_do_not_mix() -> None:
    bare = as_dl(DATE, f"<p>{TEASER}</p>")
    full = as_dl(DATE, TYPE, WHERE, WHAT, f"<p>{TEASER}</p>")
    found = read(bare + full + bare).rows
    assert [one.type_raw for one in found] == [None, "Press release", None]
    assert [len(one.what) for one in found] == [0, 2, 0]


def test_a_row_may_lack_its_teaser() -> None:
    assert row(as_dl(DATE, TYPE)).teaser is None


@pytest.mark.parametrize(
    ("label", "locations"),
    [
        ("<span>Location:</span> Ukraine", ["Ukraine"]),
        ("<span>Locations:</span> Russia, Ukraine", ["Russia", "Ukraine"]),
        ("Locations: North Macedonia, Türkiye", ["North Macedonia", "Türkiye"]),
    ],
)
def test_a_statement_has_locations_and_neither_type_nor_body(
    label: str, locations: list[str]
) -> None:
    what = "<div><span>What we do:</span> Media freedom and development</div>"
    found = row(as_dl(DATE, what, f"<div>{label}</div>", f"<p>{TEASER}</p>"))
    assert (found.locations, found.what) == (locations, ["Media freedom and development"])
    assert (found.type_raw, found.where, found.teaser) == (None, [], TEASER)


@pytest.mark.parametrize("colon", [":", ""])
def test_a_russian_row_is_read_with_and_without_colons(colon: str) -> None:
    found = row(
        as_dl(
            "<div><span>Дата публикации:</span> 6 марта 2023</div>",
            "<div><span>Вид контента:</span> Пресс-релиз</div>",
            f"<div><span>Что мы делаем{colon}</span> Образование, Верховенство закона</div>",
            "<p>Смотрители маяков сверили журналы.</p>",
        )
    )
    assert (found.date_raw, found.type_raw) == ("6 марта 2023", "Пресс-релиз")
    assert found.what == ["Образование", "Верховенство закона"]
    assert found.teaser == "Смотрители маяков сверили журналы."


@pytest.mark.parametrize(
    "teaser",
    [
        "BAKU, 3 June 2008- Keepers compared their logbooks today, and the coffee of the...",
        "Keepers compared their logbooks today, and the coffee..",
        "Keepers compared their logbooks today, and the coffee….",
        "The meeting brought together keepers from nine lighthouses and the",
        "One paragraph of two lines- a long one and a short one- and nothing more.",
        TITLE,
        "Date: a fruit",
    ],
)
def test_a_teaser_is_kept_as_it_ends(teaser: str) -> None:
    found = row(as_dl(DATE, TYPE, f"<p class='search-snippet'>{teaser}</p>"))
    assert (found.title, found.teaser) == (TITLE, teaser)


def test_a_teaser_may_hold_marked_words_and_links() -> None:
    found = row(as_dl(DATE, "<p>Keepers of <b>nine</b> <a href='/l'>lighthouses</a> met...</p>"))
    assert found.teaser == "Keepers of nine lighthouses met..."


def test_names_with_an_inner_comma_stay_whole() -> None:
    name = "OSCE Special Monitoring Mission to Ukraine (closed)"
    found = row(as_dl(DATE, f"<div><b>Where we are:</b> {name}</div>"))
    assert found.where == [name]


def test_the_same_row_twice_is_the_same() -> None:
    markup = as_dl(DATE, TYPE, WHERE, WHAT, f"<p>{TEASER}</p>")
    found = read(markup + as_dl(DATE, f"<p>{TEASER}</p>", title=LINK.replace("4<", "5<")) + markup)
    assert [one for one in found.rows if one.type_raw] == [FULL] * len(
        [one for one in found.rows if one.type_raw]
    )
    assert FULL in found.rows


@pytest.mark.parametrize(
    "href",
    [
        "/secretariat/520172?fbclid=IwAR0",
        "https://odihr.osce.org/odihr/665473",
        "http://osce.org/node/52484",
        "https://uzbekistan.osce.org/news/project-coordinator-uzbekistan/661329",
    ],
)
def test_a_title_may_lead_to_any_address_of_the_organisation(href: str) -> None:
    found = row(as_dl(DATE, title=f"<a href='{href}'>{TITLE}</a>"))
    assert found.url is not None
    assert found.url.endswith(href)


def test_rows_of_a_mirror_lead_to_the_mirror() -> None:
    mirror = "http://127.0.0.1:8000"
    found = read(as_dl(DATE), f"{mirror}/press-releases", mirror)
    assert [one.url for one in found.rows] == [f"{mirror}/baku/41234"]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<h1>News and press releases</h1><p>There is nothing here.</p>",
        "<ul><li><a href='/baku/41234'>A link of a menu</a></li></ul>",
        "<dl><dt><h3><a href='https://elsewhere.example/1'>Elsewhere</a></h3></dt></dl>",
        as_dl(DATE, title="<a href='https://elsewhere.example/41234'>Elsewhere</a>"),
        as_dl(DATE, title="No link"),
        as_dl(TYPE, WHERE),
    ],
)
def test_what_is_no_row_gives_none(markup: str) -> None:
    assert read(markup).rows == []


def test_filters_and_footers_are_no_rows_and_belong_to_none() -> None:
    filters = "<h2>Filter</h2><ul><li><a href='/press-releases?filters=x'>What we do</a></li></ul>"
    footer = (
        "<p>Our office is closed on Monday.</p><ul><li><a href='/contact'>Contact</a></li></ul>"
    )
    full = as_dl(DATE, TYPE, WHERE, WHAT, f"<p>{TEASER}</p>")
    found = read(
        f"<div>{filters}</div><div>{full}{numbered(1, full)}</div><div>{footer}</div>"
    ).rows
    assert found[0] == FULL
    assert [one.teaser for one in found] == [TEASER, TEASER]


def pager(*hrefs: str) -> str:
    links = "".join(f"<li class='pager-item'><a href='{href}'>page</a></li>" for href in hrefs)
    return f"{as_dl(DATE)}<ul class='pager'><li class='pager-current'>1</li>{links}</ul>"


FILTER = "filters=%20im_taxonomy_vid_1%3A%28434%29"


@pytest.mark.parametrize(
    ("url", "href"),
    [
        (URL, "/press-releases?page=1"),
        (URL, "?page=1"),
        (f"{URL}?page=0", "/press-releases?page=1"),
        (f"{URL}?page=6&rows=50", "/press-releases?rows=50&amp;page=7"),
        (f"{URL}?rows=50&solrsort=ds_date+desc", "?page=1&amp;solrsort=ds_date%20desc&amp;rows=50"),
        (f"{URL}?page=85&{FILTER}", "?filters=+im_taxonomy_vid_1:(434)&amp;page=86"),
        ("https://www.osce.org/fom/statements?page=8", "/fom/statements?page=9"),
        ("https://www.osce.org/ru/press-releases", "/ru/press-releases?page=1"),
    ],
)
def test_the_next_page_is_the_one_that_the_pager_links_to(url: str, href: str) -> None:
    found = read(pager("?page=0", href), url).next_url
    assert found is not None
    assert page_number(found) == page_number(url) + 1
    assert found == listing_url(url, page_number(url) + 1)


@pytest.mark.parametrize(
    "href",
    [
        "/press-releases?page=2",
        "/press-releases?activities=124&amp;page=1",
        "/press-releases?page=1&amp;fields=6",
        "/press-releases?page=1&amp;source=14",
        "/press-releases?page=1&amp;rows=50",
        "/press-releases?page=1&amp;filters=im_taxonomy_vid_3:(127)",
        "/press-releases?solrsort=score%20desc&amp;page=1",
        "/press-releases/develop?page=1",
        "/press-releases/5%20%2B%202%20international?page=1",
        "/press-releases/chair%253Fpage%253D354?page=1",
        "/ru/press-releases?page=1",
        "/fom/statements?page=1",
        "/resources/documents?page=1",
        "/press-releases",
        "",
        "#",
        "http://[?page=1",
        "javascript:next(1)",
    ],
)
def test_no_other_link_leads_to_a_next_page(href: str) -> None:
    assert read(pager(href)).next_url is None


def test_the_last_page_has_no_next() -> None:
    previous = pager("/press-releases?page=0", "/press-releases?page=84")
    assert read(previous, f"{URL}?page=85").next_url is None


def test_words_about_a_next_page_are_no_link() -> None:
    assert read(f"{as_dl(DATE)}<p>next: /press-releases?page=1</p>").next_url is None


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (URL, 0),
        (f"{URL}?page=7", 7),
        (f"{URL}?rows=50&page=12&solrsort=ds_date+desc", 12),
        (f"{URL}?page=", 0),
        (f"{URL}?page=-1", 0),
        (f"{URL}?page=two", 0),
        (f"{URL}?page=²", 0),
        (f"{URL}?page=99999999999999999999", 0),
    ],
)
def test_a_listing_page_has_a_number(url: str, number: int) -> None:
    assert page_number(url) == number


def test_only_known_parameters_make_an_address() -> None:
    url = f"{URL}?whoweare=9&solrsort=ds_date+desc&secretariat=532&rows=50&page=3#top"
    assert listing_url(url, 4) == f"{URL}?page=4&rows=50&solrsort=ds_date+desc"


def test_parameters_in_another_order_make_the_same_address() -> None:
    one = listing_url(f"{URL}?{FILTER}&rows=50&page=3", 4)
    assert listing_url(f"{URL}?page=1&rows=50&filters=+im_taxonomy_vid_1:(434)", 4) == one


def test_a_listing_in_another_encoding_is_read() -> None:
    body = as_dl("<b>Дата публикации:</b> 6 марта 2023").encode("windows-1251")
    charset = "text/html; charset=windows-1251"
    (found,) = read_listing(Capture(url=URL, status=200, content_type=charset, body=body)).rows
    assert found.date_raw == "6 марта 2023"


PIECES = st.lists(
    st.sampled_from(
        [
            *("<dl>", "</dl>", "<dt>", "<dd>", "<h3>", "</h3>", "<div>", "</div>", "<li>", "<br>"),
            *(LINK, DATE, TYPE, WHERE, WHAT, "<a href='http://['>x</a>", "<a href='?page=1'>1</a>"),
            *("Locations:", "<time datetime='x'>", "<!--", "-->", "\x00", "&#0;", "text, text"),
        ]
    )
)


@given(st.binary(max_size=200) | PIECES.map(lambda parts: "".join(parts).encode()))
@example(b"")
@example(b"\x00")
@example(b"\xef\xbb\xbf")
@example(b"<frameset><frame src=a></frameset>")
@settings(deadline=None)
def test_no_bytes_do_worse_than_a_refusal(body: bytes) -> None:
    for url in (URL, None):
        try:
            found = read_listing(Capture(url=url, status=200, body=body))
        except PageRefusedError:
            continue
        assert all(one.title.strip() for one in found.rows)
