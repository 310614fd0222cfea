"""Feeds: RSS and Atom, the first that answers, and what a feed cannot reach."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.discovery.feed import Feeds
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture, ListingRow
from osce_scraper.normalise.dates import parse_date
from tests.discovery.driver import HOME, Run, drive, page, serving

SERVICE = "https://feeds.osce.org/OSCELatestNews"
OPEN = Window()
DATE = "<pubDate>Tue, 24 Feb 2026 10:00:00 +0100</pubDate>"


def item(number: int = 52484, more: str = DATE) -> str:
    return f"""<item><title>Officers open crate {number}</title><link>{HOME}/cio/{number}</link>
    <description>VIENNA, 24 February 2026 - They opened it.</description>{more}</item>"""


def rss(*items: str) -> str:
    head = f"<title>News</title><link>{HOME}/press-releases</link>"
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'
    )


def read(
    body: str | bytes | Capture, window: Window = OPEN, **options: object
) -> tuple[Run, Feeds]:
    way = Feeds(window, **options)  # type: ignore[arg-type]
    return drive(way, serving({SERVICE: body})), way


def row(body: str) -> ListingRow:
    (found,) = read(body)[0].found
    assert found.row is not None
    return found.row


def test_an_item_of_rss_is_a_row() -> None:
    (found,) = read(rss(item()))[0].found
    assert found.url == f"{HOME}/cio/52484"
    assert found.row == ListingRow(
        title="Officers open crate 52484",
        url=f"{HOME}/cio/52484",
        date_raw="2026-02-24T10:00:00+01:00",
        type_raw=None,
        where=[],
        what=[],
        locations=[],
        teaser="VIENNA, 24 February 2026 - They opened it.",
    )
    assert (found.lastmod, found.vouched) == (None, False)


def test_an_entry_of_atom_is_a_row() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry>
    <link rel="related" href="/cio/99999"/><link rel="alternate" href="/cio/52484"/>
    <id>urn:x:1</id><title type="html">Crate &lt;b&gt;52484&lt;/b&gt; &amp;amp; more</title>
    <published>2026-02-24T10:00:00Z</published><updated>2026-02-25T10:00:00Z</updated>
    <summary>They opened it.</summary></entry></feed>"""
    (found,) = read(body)[0].found
    assert (found.url, found.lastmod) == (
        f"{HOME}/cio/52484",
        "2026-02-25T10:00:00Z",
    )
    assert found.row is not None
    assert found.row.title == "Crate 52484 & more"
    assert found.row.date_raw == "2026-02-24T10:00:00Z"


def test_old_kinds_of_feed_are_read() -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/>
    <item><title>Crate</title><link>{HOME}/cio/52484</link><dc:date>2026-02-24</dc:date></item>
    </rdf:RDF>"""
    assert row(rdf).date_raw == "2026-02-24"


def test_a_feed_with_the_document_type_of_old_drupal_sites_is_read() -> None:
    kind = '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1" "x.ent">]>'
    body = rss(item()).replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{kind}')
    assert row(body).title == "Officers open crate 52484"


def test_a_title_and_text_with_mark_up_become_words() -> None:
    body = rss(
        f"<item><title><![CDATA[Keepers&#039; <i>logs</i>]]></title><link>{HOME}/cio/1861</link>"
        "<description>&lt;p&gt;Nine&lt;/p&gt; keepers&lt;style&gt;x&lt;/style&gt;</description>"
        "</item>"
    )
    found = row(body)
    assert (found.title, found.teaser) == ("Keepers' logs", "Nine keepers")


@pytest.mark.parametrize(
    "links",
    [
        f"<link>{SERVICE}/1</link><x:origLink xmlns:x='x'>{HOME}/cio/52484</x:origLink>",
        f"<guid isPermaLink='true'>{HOME}/cio/52484</guid>",
        f"<link>https://elsewhere.example/</link><guid>{HOME}/cio/52484</guid>",
        "<link>http://osce.org/cio/52484?utm_source=feed</link>",
        "<link>\n  https://d6.web.osce.org/cio/52484\n</link>",
    ],
)
def test_the_page_is_found_wherever_its_address_stands(links: str) -> None:
    assert read(rss(f"<item><title>A</title>{links}</item>"))[0].paths == ["/cio/52484"]


@pytest.mark.parametrize(
    "link",
    [
        *(
            "https://elsewhere.example/cio/52484",
            f"{HOME}/stories/summer",
            f"{HOME}/projects/52484",
        ),
        *(f"{HOME}/odihr/52484?download=true", f"{HOME}/ru/cio/52484", "http://[", "", "52484"),
    ],
)
def test_items_that_lead_to_no_release_are_not_found(link: str) -> None:
    other = f"<item><title>A</title><link>{link}</link></item>"
    assert read(rss(other, item()))[0].paths == ["/cio/52484"]


def test_an_item_without_a_title_is_found_without_a_row() -> None:
    run, _ = read(rss(f"<item><link>{HOME}/cio/52484</link></item>"))
    assert (run.paths, run.found[0].row) == (["/cio/52484"], None)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("Tue, 24 Feb 2026 10:00:00 +0100", date(2026, 2, 24)),
        ("Tue, 24 Feb 2026 23:30:00 GMT", date(2026, 2, 25)),  # in Vienna it is past midnight
        ("24 Feb 2026 10:00:00 -0000", date(2026, 2, 24)),
        ("24 February 2026", date(2026, 2, 24)),
        ("Tue, 99 Feb 2026 10:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_dates_of_feeds_are_in_a_form_that_the_project_reads(raw: str, day: date | None) -> None:
    shown = row(rss(item(more=f"<pubDate>{raw}</pubDate>"))).date_raw
    assert shown
    assert parse_date(shown) == day


def test_only_items_of_the_dates_are_found_and_those_without_one() -> None:
    old = item(51000, "<pubDate>Sun, 1 Feb 2026 10:00:00 GMT</pubDate>")
    run, way = read(rss(item(), old, item(51001, "")), Window(since=date(2026, 2, 20)))
    assert run.paths == ["/cio/52484", "/cio/51001"]
    assert way.report() == (
        "feed: 2 found on 1 page; a feed holds the newest items only:"
        " none before 2026-02-01 can be found here"
    )
    assert way.is_whole
    assert not way.reaches_all


# --- which feed


def test_the_first_feed_that_answers_is_the_only_one() -> None:
    way = Feeds(OPEN)
    run = drive(
        way, serving({f"{HOME}/press-releases/rss": rss(item()), f"{HOME}/news/rss": rss()})
    )
    assert run.asked == [SERVICE, f"{HOME}/press-releases/rss"]
    assert (len(run.found), way.is_whole) == (1, True)


@pytest.mark.parametrize(
    "answer",
    [
        page(SERVICE, rss(item()), 500),
        page(SERVICE, "<html><body><p>Moved.<br></body></html>"),
        page(SERVICE, rss()),
        page(SERVICE, "<opml/>"),
        page(SERVICE, b""),
    ],
)
def test_a_feed_that_gives_nothing_is_passed_over(answer: Capture) -> None:
    pages: dict[str, str | bytes | Capture] = {SERVICE: answer}
    pages[f"{HOME}/press-releases/rss"] = rss(item())
    assert drive(Feeds(OPEN), serving(pages)).paths == ["/cio/52484"]


def test_a_site_without_a_feed_is_a_problem_and_is_not_asked_twice() -> None:
    run, way = read(page(SERVICE, "", 404))
    assert len(run.asked) == len(set(run.asked)) == 6
    assert f"{HOME}/rss.xml" not in run.asked
    assert len(way.problems) == 1
    assert not way.is_whole


def test_on_a_mirror_only_its_own_feeds_are_asked() -> None:
    mirror = "http://127.0.0.1:8000"
    way = Feeds(OPEN, mirror)
    run = drive(way, serving({f"{mirror}/press-releases/rss": rss(item())}))
    assert run.asked == [f"{mirror}/press-releases/rss"]


def test_a_feed_that_breaks_off_gives_what_it_had() -> None:
    body = rss(item(51000), item(51001))
    run, way = read(body[: body.index("</item>") + 30])
    assert run.paths == ["/cio/51000"]
    assert not way.is_whole


PIECES = st.lists(
    st.sampled_from(
        [
            *("<rss>", "</rss>", "<feed>", "</feed>", "<item>", "</item>", "<entry>", "</entry>"),
            *(
                "<link>",
                "</link>",
                f"{HOME}/cio/52484",
                "<link href='//['/>",
                "<title>",
                "</title>",
            ),
            *("<pubDate>", "</pubDate>", "Tue, 24 Feb 99999 10:00:00 +9999", "x", "&#1;", "&lt;p"),
            *(item(), "<published>9999-99-99</published>", "<updated>0001-01-01</updated>"),
        ]
    ),
    max_size=12,
)


@given(st.binary(max_size=60) | PIECES.map(lambda p: f"<rss>{''.join(p)}</rss>".encode()))
@settings(deadline=None)
def test_any_bytes_end_in_items_or_a_problem(body: bytes) -> None:
    run, way = read(body)
    assert run.found or run.problems
    assert way.report()


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_may_be_the_date_of_an_item(raw: str) -> None:
    clean = "".join(c for c in raw if c.isprintable() and c not in "<>&")
    assert read(rss(item(more=f"<pubDate>{clean}</pubDate>")))[0].paths == ["/cio/52484"]
