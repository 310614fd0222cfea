"""The listing: how it is asked for, how far it is read, and which links it never follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.discovery.listing import LANGUAGES, Listings
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture
from tests.discovery.driver import HOME, Run, drive, page, serving
from tests.discovery.paged import NEWEST, Item, PagedListing, items, labelled, teaser

START = f"{HOME}/press-releases"
OPEN = Window()
MIRROR = "http://127.0.0.1:8000"
# Facts 1.1 and 3: searches, junk parameters, other listings, downloads, proxies, other sites.
TRAPS = [
    "/press-releases/federal",
    "/press-releases/develop?page=1",
    "/press-releases/free?page=245",
    "/press-releases/5%20%2B%202%20international?page=1",
    "/press-releases/chair%253Fpage%253D354?page=1",
    "/press-releases?activities=kbcuttevcrvuwa&amp;page=1",
    "/press-releases?activities=124&amp;page=1&amp;rows=50&amp;solrsort=ds_date+desc",
    "/press-releases?page=1&amp;rows=50&amp;solrsort=ds_date+desc&amp;fields=6",
    "/press-releases?page=1&amp;rows=50&amp;solrsort=ds_date+desc&amp;source=14",
    "/press-releases?whoweare=9&amp;page=1",
    "/press-releases?secretariat=532&amp;page=1",
    "/press-releases?page=1&amp;filters=im_taxonomy_vid_1:(434)",
    "/press-releases?solrsort=score%20desc&amp;page=1",
    "/ru/press-releases?page=1",
    "/fom/statements?page=1",
    "/resources/documents?page=1",
    "/stories?page=1",
    "https://d6.web.osce.org/press-releases?page=1",
    "https://shhada.ir/press-releases?page=1",
    "https://trans.hiragana.jp/ruby/https://www.osce.org/press-releases?page=1",
    "http://[?page=1",
]
LINKS = "".join(f"<p><a href='{href}'>more</a></p>" for href in TRAPS)


def read(
    site: Callable[[str], Capture | str],
    window: Window = OPEN,
    languages: tuple[str, ...] = ("en",),
    mirror: str | None = None,
) -> tuple[Run, Listings]:
    way = Listings(window, mirror, languages)
    return drive(way, site), way


def queries(asked: list[str]) -> list[dict[str, str]]:
    return [dict(parse_qsl(urlsplit(url).query)) for url in asked]


def days_ago(days: int) -> date:
    return NEWEST - timedelta(days=days)


# --- how it is asked for


def test_many_rows_are_asked_for_newest_first() -> None:
    assert Listings(OPEN).first() == [f"{START}?rows=50&solrsort=ds_date+desc"]


def test_dates_are_asked_for_by_the_site_s_own_filter_a_day_wider() -> None:
    way = Listings(Window(date(2019, 1, 1), date(2019, 12, 31)))
    (query,) = queries(way.first())
    assert query["filters"] == "ds_date:([2018-12-31T00:00:00Z TO 2020-01-02T00:00:00Z])"


@pytest.mark.parametrize(
    ("window", "bounds"),
    [
        (Window(since=date(2019, 1, 1)), "[2018-12-31T00:00:00Z TO 2100-01-01T00:00:00Z]"),
        (Window(until=date(2019, 1, 1)), "[1970-01-01T00:00:00Z TO 2019-01-03T00:00:00Z]"),
        (Window(since=date.min, until=date.max), "[0001-01-01T00:00:00Z TO 9999-12-31T00:00:00Z]"),
    ],
)
def test_an_open_side_of_the_dates_is_written_out(window: Window, bounds: str) -> None:
    (query,) = queries(Listings(window).first())
    assert query["filters"] == f"ds_date:({bounds})"


def test_a_mirror_is_asked_in_the_site_s_stead() -> None:
    site = PagedListing(items(120))
    run, _ = read(site, mirror=MIRROR)
    assert all(url.startswith(f"{MIRROR}/press-releases?") for url in site.asked)
    assert run.paths == [item.path for item in items(120)]


@pytest.mark.parametrize("refusal", ["404", "no rows", "an error", "nothing"])
def test_a_site_that_knows_no_rows_is_asked_plainly(refusal: str) -> None:
    plain = PagedListing(items(25))

    def serve(url: str) -> Capture | str:
        if "rows" not in url:
            return plain(url)
        if refusal == "nothing":
            return "robots.txt forbids it"
        status = {"404": 404, "no rows": 200, "an error": 500}[refusal]
        return page(url, "<html><body><p>Sorry.</p></body></html>", status)

    run, way = read(serve)
    assert len(run.found) == 25
    assert run.asked[1] == START
    assert way.is_whole


def test_a_filter_that_the_site_does_not_know_costs_only_the_filter() -> None:
    site = PagedListing(items(120), parameters=("page", "rows", "solrsort"), strict=True)
    run, way = read(site, Window(since=days_ago(10)))
    assert queries(site.asked)[1] == {"rows": "50", "solrsort": "ds_date desc"}
    assert len(run.found) == 33  # three a day
    assert way.report() == "listing: 33 found on 3 pages; ended before 2026-02-14"


@pytest.mark.parametrize("status", [200, 403, 404, 500])
def test_a_site_without_a_listing_is_a_problem(status: int) -> None:
    run, way = read(lambda url: page(url, "<html><p>Log in.</p></html>", status))
    assert (run.found, len(run.asked)) == ([], 2)
    assert len(run.problems) == 1
    assert way.report().startswith(
        f"listing: 0 found on {2 if status == 200 else 0} pages; gave up"
    )
    assert not way.is_whole


def test_a_host_that_cannot_be_had_is_a_problem() -> None:
    run, way = read(lambda _: "no such host")
    assert run.problems == [f"{START}: no such host"]
    assert not way.is_whole


@pytest.mark.parametrize(
    "url", ["https://evil.example/press-releases", "https://web.archive.org/x"]
)
def test_an_answer_from_elsewhere_is_none(url: str) -> None:
    body = PagedListing(items(5)).render("/press-releases", {})
    run, _ = read(lambda _: page(url, body))
    assert run.found == []


def test_the_live_site_is_not_asked_in_a_mirror_s_name() -> None:
    body = PagedListing(items(25)).render("/press-releases", {})
    run, way = read(lambda _: page(START, body), mirror=MIRROR)
    assert all(url.startswith(MIRROR) for url in run.asked)
    assert f"{START} is not on the site" in way.report()


def test_an_answer_from_another_path_of_the_site_is_read_on_there() -> None:
    moved = PagedListing(items(25), paths=["/newsroom/news"], parameters=("page",))

    def serve(url: str) -> Capture:
        return moved(url.replace("/press-releases", "/newsroom/news"))

    run, way = read(serve)
    assert len(run.found) == 25
    assert way.is_whole


def test_an_answer_in_no_encoding_is_none() -> None:
    run, _ = read(lambda url: page(url, b"\xff\xfe\xfd" * 500))
    assert len(run.problems) == 1


# --- dates


@pytest.mark.parametrize("row", [labelled, teaser])
def test_only_rows_of_the_dates_are_found(row: Callable[[Item], str]) -> None:
    site = PagedListing(items(400), row=row)
    run, _ = read(site, Window(days_ago(30), days_ago(20)))
    assert run.paths == [item.path for item in items(400)[60:93]]
    assert len(site.asked) == 4  # down to the first page that is older, and the first once more


def test_rows_without_a_date_that_can_be_read_are_found() -> None:
    undated = [Item(800_000, None), *items(4)]
    run, _ = read(PagedListing(undated), Window(since=days_ago(0), until=days_ago(0)))
    assert run.paths[0] == "/secretariat/800000"
    assert run.found[0].row is not None


def test_a_pinned_old_item_ends_nothing() -> None:
    pinned = [Item(1861, date(1999, 1, 16)), *items(130)]
    run, _ = read(PagedListing(pinned), Window(since=days_ago(40)))
    assert len(run.found) == 123


@pytest.mark.parametrize(
    "shuffled", [items(200)[::-1], sorted(items(200), key=lambda i: hash((i.number * 7919) % 211))]
)
def test_a_listing_in_another_order_is_read_to_its_end(shuffled: list[Item]) -> None:
    run, _ = read(PagedListing(shuffled), Window(since=days_ago(5)))
    assert {one.url for one in run.found} == {f"{HOME}{item.path}" for item in items(18)}


# --- what a row leads to


def test_a_row_is_found_with_what_it_says() -> None:
    run, _ = read(PagedListing(items(1)))
    (found,) = run.found
    assert found.url == f"{HOME}/secretariat/660000"
    assert found.row is not None
    assert (found.row.date_raw, found.row.title) == (
        "24 February 2026",
        "Officers open crate 660000",
    )
    assert (found.lastmod, found.vouched, found.copy) == (None, False, None)


@pytest.mark.parametrize(
    "href",
    ["/odihr/elections/70293?download=true", "/files/f/documents/a/b/70293.pdf", "/stories/70293"],
)
def test_rows_that_lead_to_files_and_listings_are_not_found(href: str) -> None:
    row = labelled(Item(70293)).replace("/secretariat/70293", href)
    run, _ = read(PagedListing(items(2), extra=row))
    assert run.paths == [item.path for item in items(2)]


def test_one_release_under_two_hosts_is_found_once() -> None:
    rows = "".join(
        labelled(Item(52484)).replace("/secretariat/", f"{host}/cio/")
        for host in ("http://osce.org", "https://d6.web.osce.org", "https://www.osce.org")
    )
    run, _ = read(PagedListing(items(0), extra=rows))
    assert run.paths == ["/cio/52484"]


# --- what is followed


@pytest.mark.parametrize("row", [labelled, teaser])
def test_no_trap_is_followed(row: Callable[[Item], str]) -> None:
    site = PagedListing(items(230), row=row, extra=LINKS)
    run, way = read(site)
    assert len(run.found) == 230
    assert way.is_whole
    for url in site.asked:
        assert url.startswith(START)
        assert set(queries([url])[0]) <= {"page", "rows", "solrsort"}
    assert len(site.asked) == 6


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if "d6.web" not in trap])
def test_a_trap_that_the_pager_calls_next_is_a_problem_not_a_request(trap: str) -> None:
    site = PagedListing(items(3), extra=f"<li class='pager-next'><a href='{trap}'>next</a></li>")
    run, way = read(site)
    assert len(run.asked) == 1
    assert (len(run.found), len(run.problems)) == (3, 1)
    assert "which is no page of this listing" in way.report()


@pytest.mark.parametrize("host", ["https://d6.web.osce.org", "http://osce.org", HOME])
def test_another_name_of_the_site_in_the_pager_is_not_asked(host: str) -> None:
    link = f"<li class='pager-next'><a href='{host}/press-releases?page=1'>next</a></li>"
    run, _ = read(PagedListing(items(60), extra=link))
    assert all(url.startswith(START) for url in run.asked)
    assert len(run.found) == 60


@pytest.mark.parametrize(
    "link",
    [
        "<li class='pager-next'><a href='?page=1'>next</a></li>",
        "<a rel='next' href='/press-releases?page=1'>›</a>",
        "<li class='pager__item pager__item--next'><a href='?page=1&amp;rows=50'>›</a></li>",
    ],
)
def test_a_next_that_leaves_out_our_parameters_is_followed_with_them(link: str) -> None:
    rows = [labelled(item) for item in items(60)]
    first = f"{START}?rows=50&solrsort=ds_date+desc"
    second = f"{START}?page=1&rows=50&solrsort=ds_date+desc"
    pages = {first: "".join(rows[:50]) + link, second: "".join(rows[50:])}
    run, way = read(serving(pages))
    assert run.asked == [first, second, first]
    assert (len(run.found), way.is_whole) == (60, True)


# --- pages that cannot be had


@pytest.mark.parametrize("answer", ["the connection was reset", 500, 404])
def test_a_lost_page_costs_only_its_own_rows_where_the_pager_shows_the_next(
    answer: str | int,
) -> None:
    site = PagedListing(items(300))

    def serve(url: str) -> Capture | str:
        if "page=2&" not in url:
            return site(url)
        return answer if isinstance(answer, str) else page(url, "", answer)

    run, way = read(serve)
    assert len(run.found) == 250
    assert len(run.problems) == 1
    assert "page 3 could not be had" in way.report()


def test_two_lost_pages_on_end_end_it() -> None:
    site = PagedListing(items(300))
    run, way = read(lambda url: "timeout" if "page=2&" in url or "page=3&" in url else site(url))
    assert (len(run.found), len(run.problems)) == (100, 2)
    assert not way.is_whole


def test_a_page_without_rows_in_the_middle_is_a_problem() -> None:
    site = PagedListing(items(300))
    run, way = read(lambda url: page(url, "<p>Log in.</p>") if "page=3&" in url else site(url))
    assert len(run.found) == 150
    assert "page 4 shows no rows" in way.report()


@pytest.mark.parametrize("answer", ["timeout", "<p>Log in.</p>"])
def test_a_first_page_that_cannot_be_read_again_is_a_problem(answer: str) -> None:
    site = PagedListing(items(120))

    def serve(url: str) -> Capture | str:
        if len(site.asked) < 3:
            return site(url)
        return answer if answer == "timeout" else page(url, answer)

    run, way = read(serve)
    assert len(run.found) == 120
    assert not way.is_whole


# --- languages


def test_each_language_has_a_listing_of_its_own() -> None:
    site = PagedListing(items(1), paths=["/press-releases", "/ru/press-releases"])
    read(site, languages=("en", "ru"))
    assert [urlsplit(url).path for url in site.asked] == ["/press-releases", "/ru/press-releases"]


def test_a_listing_that_a_named_language_lacks_is_a_problem() -> None:
    run, _ = read(PagedListing(items(1)), languages=("en", "ru"))
    assert run.problems == [
        f"{HOME}/ru/press-releases?rows=50&solrsort=ds_date+desc: the server answered 404"
    ]


def test_of_all_languages_one_may_lack_a_listing() -> None:
    site = PagedListing(items(2), paths=["/press-releases", "/ru/press-releases"])
    run, way = read(site, languages=())
    assert [urlsplit(url).path.split("/")[1] for url in run.asked[1:]] == list(LANGUAGES[1:])
    assert way.is_whole
    assert "no listing in 'uk'" in way.report()


def test_of_all_languages_none_may_be_out_of_order() -> None:
    site = PagedListing(items(2))
    _, way = read(lambda url: "timeout" if "/uk/" in url else site(url), languages=())
    assert not way.is_whole


def test_the_form_that_one_language_needs_serves_all() -> None:
    site = PagedListing(items(3), parameters=("page",), strict=True)
    site.paths = ["/press-releases", "/ru/press-releases"]
    read(site, languages=("en", "ru"))
    assert [url.removeprefix(HOME) for url in site.asked] == [
        "/press-releases?rows=50&solrsort=ds_date+desc",
        "/press-releases",
        "/ru/press-releases",
    ]


@pytest.mark.parametrize("languages", [("und",), ("en", "und")])
def test_a_language_that_is_unknown_has_no_listing(languages: tuple[str, ...]) -> None:
    run, _ = read(PagedListing(items(1)), languages=languages)
    assert len(run.asked) == 1


# --- any page

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                labelled(Item(41234)),
                teaser(Item(41235)),
                LINKS,
                "<div>",
                "</div>",
                "<a href='//['>",
            ),
            *("<li class='pager-next'><a href='?page=1'>", "<time datetime='x'>", "</a>", "\x00"),
            *("<a rel=next href='?page=1&rows=50&solrsort=ds_date+desc'>", "<h2>", "<!--", "-->"),
        ]
    ),
    max_size=12,
)
BODIES = st.binary(max_size=200) | PIECES.map(lambda parts: "".join(parts).encode())


@given(st.lists(st.tuples(BODIES, st.sampled_from([200, 200, 200, 404, 503])), max_size=8))
@settings(deadline=None)
def test_any_pages_come_to_an_end(answers: list[tuple[bytes, int]]) -> None:
    def serve(url: str) -> Capture | str:
        return page(url, *answers.pop(0)) if answers else "gone"

    run, way = read(serve, Window(since=date(2026, 1, 1)))
    assert len(run.asked) < 30
    assert all(url.startswith(START) for url in run.asked)
    assert way.report()
