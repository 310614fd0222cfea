"""Sitemaps: parts are followed, release pages found, and nothing hostile does harm."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.discovery.found import Found
from osce_scraper.discovery.sitemap import Sitemaps
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture
from tests.discovery.driver import HOME, Run, drive, page, serving

START = f"{HOME}/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MIRROR = "http://127.0.0.1:8000"
OPEN = Window()


def entry(url: str, lastmod: str | None = None, kind: str = "url") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    escaped = url.replace("&", "&amp;")
    return f"<{kind}><loc>{escaped}</loc>{changed}</{kind}>"


def urlset(*entries: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {XMLNS}>{"".join(entries)}</urlset>'


def index(*urls: str, lastmod: str | None = None) -> str:
    parts = "".join(entry(url, lastmod, "sitemap") for url in urls)
    return f'<?xml version="1.0"?><sitemapindex {XMLNS}>{parts}</sitemapindex>'


ONE = urlset(entry(f"{HOME}/cio/52484"))


def read(
    pages: Mapping[str, str | bytes | Capture], window: Window = OPEN, **options: object
) -> tuple[Run, Sitemaps]:
    way = Sitemaps(window, **options)  # type: ignore[arg-type]
    return drive(way, serving(pages)), way


def found_in(*urls: str, languages: tuple[str, ...] = ("en",)) -> list[str]:
    return read({START: urlset(*map(entry, urls))}, languages=languages)[0].paths


def test_a_sitemap_of_addresses_is_read() -> None:
    run, way = read(
        {START: urlset(entry(f"{HOME}/cio/52484", "2026-02-24"), entry(f"{HOME}/pc/1861"))}
    )
    assert run.found == [
        Found(f"{HOME}/cio/52484", lastmod="2026-02-24"),
        Found(f"{HOME}/pc/1861"),
    ]
    assert way.report() == "sitemap: 2 found on 1 page; read to its end"


def test_an_index_leads_to_its_parts_and_to_indexes_below() -> None:
    pages: dict[str, str | bytes | Capture] = {
        START: index(f"{HOME}/en-sitemap.xml", f"{HOME}/more.xml"),
        f"{HOME}/en-sitemap.xml": urlset(entry(f"{HOME}/cio/52484")),
        f"{HOME}/more.xml": index(f"{HOME}/sitemap.xml?page=2", START),
        f"{HOME}/sitemap.xml?page=2": urlset(entry(f"{HOME}/pc/1861")),
    }
    run, way = read(pages)
    assert run.paths == ["/cio/52484", "/pc/1861"]
    assert len(run.asked) == len(set(run.asked)) == 4
    assert way.is_whole


def test_a_packed_sitemap_is_unpacked() -> None:
    packed = gzip.compress(ONE.encode())
    pages: dict[str, str | bytes | Capture] = {START: index(f"{HOME}/a.xml.gz")}
    assert read(pages | {f"{HOME}/a.xml.gz": packed})[0].paths == ["/cio/52484"]


@pytest.mark.parametrize(
    "body",
    [
        f"\n\n  {ONE}",
        ONE.replace(XMLNS, ""),
        ONE.replace(XMLNS, 'xmlns="http://www.google.com/schemas/sitemap/0.84"'),
        ONE.replace("<url>", "<!-- --><url><?x y?>"),
        ONE.replace(f"{HOME}/cio/52484", f"\n <![CDATA[{HOME}/cio/52484]]> \n"),
        ONE.encode("utf-16").replace(b"", b"") and ONE.replace("UTF-8", "UTF-16").encode("utf-16"),
        ONE.replace('<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE urlset>"),
    ],
)
def test_odd_ways_to_write_a_sitemap_are_read(body: str | bytes) -> None:
    assert read({START: body})[0].paths == ["/cio/52484"]


def test_pictures_and_translations_in_an_entry_are_no_addresses() -> None:
    body = urlset(
        f"<url><loc>{HOME}/cio/52484</loc>"
        f'<image:image xmlns:image="i"><image:loc>{HOME}/pc/9999</image:loc></image:image>'
        f'<x:link xmlns:x="x" rel="alternate" hreflang="ru" href="{HOME}/ru/cio/52484"/></url>'
    )
    assert read({START: body})[0].paths == ["/cio/52484"]


# --- which addresses


def test_releases_are_found_once_under_one_address() -> None:
    same = ["http://osce.org/cio/52484", f"{HOME}/cio/52484?fbclid=x", f"{HOME}/cio/52484/#top"]
    assert found_in(f"{HOME}/cio/52484", *same) == ["/cio/52484"]


def test_sections_of_two_letters_are_no_languages() -> None:
    assert found_in(f"{HOME}/pc/12345", f"{HOME}/mg/206036", f"{HOME}/sg/12346") == [
        *("/pc/12345", "/mg/206036", "/sg/12346")
    ]


@pytest.mark.parametrize(
    "address",
    [
        f"{HOME}/odihr/elections/russia/115757",
        f"{HOME}/node/52484",
        "https://uzbekistan.osce.org/news/project-coordinator-uzbekistan/661329",
    ],
)
def test_release_pages_of_all_hosts_and_paths_are_found(address: str) -> None:
    assert found_in(address) == [address.removeprefix(HOME)]


@pytest.mark.parametrize(
    "url",
    [
        f"{HOME}/",
        f"{HOME}/policing",
        f"{HOME}/secretariat",
        f"{HOME}/129296",
        f"{HOME}/secretariat/129296/print",
        f"{HOME}/resources/129296",
        f"{HOME}/resources/documents/129296",
        f"{HOME}/documents/129296",
        f"{HOME}/ru/documents/129296",
        f"{HOME}/taxonomy/term/1292",
        f"{HOME}/user/1292",
        f"{HOME}/projects/1292",
        f"{HOME}/press-releases/1292",
        f"{HOME}/press-releases/federal?page=1292",
        f"{HOME}/stories/129296",
        f"{HOME}/files/f/documents/a/b/70293.pdf",
        f"{HOME}/sites/default/files/2026/129296",
        f"{HOME}/odihr/elections/70293?download",
        f"{HOME}/odihr/elections/70293?download=true",
        "https://shhada.ir/cio/52484",
        "https://field.evil.example/cio/52484",
        "ftp://www.osce.org/cio/52484",
        "http://[/cio/52484",
        "52484",
        "",
    ],
)
def test_what_is_no_release_by_its_address_is_not_found(url: str) -> None:
    assert found_in(f"{HOME}/cio/99999", url, languages=()) == ["/cio/99999"]


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        (("en",), ["/cio/52484"]),
        (("ru",), ["/ru/cio/52484"]),
        (("en", "sr"), ["/cio/52484", "/sr/cio/52484"]),
        ((), ["/cio/52484", "/ru/cio/52484", "/sr/cio/52484"]),
    ],
)
def test_only_addresses_of_the_languages_are_found(
    languages: tuple[str, ...], found: list[str]
) -> None:
    urls = [f"{HOME}/cio/52484", f"{HOME}/ru/cio/52484", f"{HOME}/sr/cio/52484"]
    assert found_in(*urls, languages=languages) == found


# --- dates


@pytest.mark.parametrize(
    ("lastmod", "is_found"),
    [
        (None, True),
        ("2026-02-24", True),
        ("2026-02-09", True),  # the zone may make a day of difference
        ("2026-02-08", False),
        ("2026-02-08T23:59:59+01:00", False),
        ("2026-02-09T00:30:00+02:00", False),
        ("2026-02-08T23:30:00-02:00", True),
        ("1999-01-16T00:00Z", False),
        ("0001-01-01T00:00:00Z", False),
        ("0001-01-01T00:00:00+14:00", True),  # no time that there is
        ("2026", True),
        ("2026-02", True),
        ("yesterday", True),
        ("9999-12-31T23:59:59-12:00", True),
    ],
)
def test_what_was_last_changed_before_the_dates_is_left_out(
    lastmod: str | None, is_found: bool
) -> None:
    window = Window(since=date(2026, 2, 10), until=date(2026, 2, 11))
    run, way = read({START: urlset(entry(f"{HOME}/cio/52484", lastmod))}, window)
    assert bool(run.found) is is_found
    assert way.is_whole


def test_parts_that_are_too_old_are_not_asked_for() -> None:
    pages = {START: index(f"{HOME}/a.xml", lastmod="2026-01-01"), f"{HOME}/a.xml": ONE}
    run, way = read(pages, Window(since=date(2026, 2, 10)))
    assert run.asked == [START]
    assert way.is_whole


@pytest.mark.parametrize(
    ("raw", "stamp"),
    [
        ("2026-02-24", "2026-02-24"),
        (" 2026-02-24T10:30:00+01:00 ", "2026-02-24T09:30:00Z"),
        ("2026-02-24T10:30Z", "2026-02-24T10:30:00Z"),
        ("2026-02-24T10:30:00.123456+00:00", "2026-02-24T10:30:00Z"),
        ("2026-02-24T10:30:00", "2026-02-24"),
        ("24 February 2026", None),
    ],
)
def test_times_of_change_have_one_form(raw: str, stamp: str | None) -> None:
    run, _ = read({START: urlset(entry(f"{HOME}/cio/52484", raw))})
    assert run.found[0].lastmod == stamp


# --- where it is asked


def test_a_mirror_is_asked_in_the_site_s_stead() -> None:
    pages: dict[str, str | bytes | Capture] = {
        f"{MIRROR}/sitemap.xml": index(f"{HOME}/a.xml?page=1&x=2", "https://odihr.osce.org/a.xml"),
        f"{MIRROR}/a.xml?page=1": urlset(entry(f"{HOME}/cio/52484"), entry(f"{MIRROR}/pc/1861")),
    }
    run, way = read(pages, site=MIRROR)
    assert run.asked == list(pages)
    assert run.paths == ["/cio/52484", "/pc/1861"]
    assert way.is_whole


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/sitemap.xml",
        "http://127.0.0.1/sitemap.xml",
        "file:///etc/passwd",
        "https://www.osce.org:8443/a.xml",
        "https://www.osce.org@evil.example/a.xml",
        "//[",
    ],
)
def test_parts_elsewhere_are_not_asked_for(url: str) -> None:
    run, _ = read({START: index(url, f"{HOME}/a.xml"), f"{HOME}/a.xml": ONE})
    assert run.asked == [START, f"{HOME}/a.xml"]


def test_sitemaps_that_robots_txt_names_are_asked_for_instead() -> None:
    way = Sitemaps(OPEN, addresses=[f"{HOME}/a.xml", "https://evil.example/b.xml", f"{HOME}/a.xml"])
    assert way.first() == [f"{HOME}/a.xml"]
    assert Sitemaps(OPEN, addresses=["https://evil.example/b.xml"]).first() == [START]


# --- what goes wrong


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_a_sitemap_that_cannot_be_had_is_a_problem(status: int) -> None:
    run, way = read({START: page(START, ONE, status)})
    assert run.found == []
    assert way.report() == (
        f"sitemap: 0 found on 0 pages; gave up: {START}: the server answered {status}"
    )


def test_a_host_that_cannot_be_had_is_a_problem() -> None:
    way = Sitemaps(OPEN)
    run = drive(way, lambda _: "no such host")
    assert run.problems == [f"{START}: no such host"]
    assert not way.is_whole


def test_a_part_that_is_lost_costs_only_its_own() -> None:
    pages = {START: index(f"{HOME}/gone.xml", f"{HOME}/a.xml"), f"{HOME}/a.xml": ONE}
    run, way = read(pages)
    assert run.paths == ["/cio/52484"]
    assert not way.is_whole


@pytest.mark.parametrize("body", [urlset(), index(), urlset(entry(f"{HOME}/policing"))])
def test_a_sitemap_that_names_no_release_is_a_problem(body: str) -> None:
    _, way = read({START: body})
    assert "names no release" in way.report()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Not found",
        "<!DOCTYPE html><html><body><p>Log in.<br></body></html>",
        "<html><body/></html>",
        "<rss><channel/></rss>",
        "{}",
        b"\x1f\x8b\x08 no gzip",
        b"\x1f\x8b",
        gzip.compress(ONE.encode(), mtime=0)[:-12],
        '<?xml version="1.0" encoding="nonsense"?><urlset/>',
        "<urlset>&nbsp;</urlset>",
        "<urlset>" + "<a>" * 5_000,
    ],
)
def test_what_is_no_sitemap_is_a_problem(body: str | bytes) -> None:
    run, way = read({START: body})
    assert (run.found, len(run.problems)) == ([], 1)
    assert run.problems[0].startswith(f"{START}: the page is ")
    assert not way.is_whole


def test_a_sitemap_that_breaks_off_gives_what_it_had() -> None:
    whole = urlset(*(entry(f"{HOME}/cio/{n}") for n in range(52_000, 52_100)))
    run, way = read({START: whole[: len(whole) // 2]})
    assert 40 < len(run.found) < 60
    assert "broken" in way.report()


# --- hostile XML


def bomb(use: str) -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE urlset [<!ENTITY e0 "{"lol" * 9}">{entities}]><urlset>{use}</urlset>'


@pytest.mark.parametrize(
    "use", ["&e9;", "<url><loc>&e9;</loc></url>", "<url a='&e9;'/>", "<url><loc a='&e9;'/></url>"]
)
def test_entities_do_not_grow(use: str) -> None:
    start = process_time()
    run, _ = read({START: bomb(use)})
    assert run.found == []
    assert process_time() - start < 1


def test_entities_do_not_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{HOME}/cio/52484")
    entity = f'<!DOCTYPE urlset [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    run, _ = read({START: f"{entity}<urlset><url><loc>&e;</loc></url></urlset>"})
    assert run.found == []


def test_document_types_are_not_fetched(tmp_path: Path) -> None:
    types = tmp_path / "types.dtd"
    types.write_text(f'<!ENTITY e "{HOME}/cio/52484">')
    for kind in (f'SYSTEM "{types.as_uri()}"', f'[<!ENTITY % p SYSTEM "{types.as_uri()}">%p;]'):
        run, _ = read(
            {START: f"<!DOCTYPE urlset {kind}><urlset><url><loc>&e;</loc></url></urlset>"}
        )
        assert run.found == []


def test_entities_are_left_as_they_are() -> None:
    entity = f'<!DOCTYPE urlset [<!ENTITY e "{HOME}/cio/52484">]>'
    run, _ = read({START: f"{entity}<urlset><url><loc>&e;</loc></url></urlset>"})
    assert run.found == []


def test_a_gzip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_scraper.discovery.xml_page.MOST_BYTES", 1_000_000)
    packed = gzip.compress(b"<urlset>" + b" " * 50_000_000)
    tracemalloc.start()
    run, _ = read({START: packed})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "larger than 1000000 bytes" in run.problems[0]
    assert peak < 10_000_000


# --- size


def test_ten_thousand_items_are_read_in_time_that_grows_with_them() -> None:
    def seconds(count: int) -> float:
        body = urlset(
            *(entry(f"{HOME}/cio/{n}", "2026-02-24") for n in range(1_000, 1_000 + count))
        )
        start = process_time()
        run, _ = read({START: body})
        assert len(run.found) == count
        return process_time() - start

    assert seconds(10_000) < 40 * max(seconds(1_000), 0.01)


def test_parts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_scraper.discovery.sitemap.MOST_PARTS", 5)
    pages: dict[str, str | bytes | Capture] = {f"{HOME}/{n}.xml": ONE for n in range(9)}
    run, way = read({START: index(*pages)} | pages)
    assert len(run.asked) == 5
    assert way.problems == ["more than 5 parts; the rest was left out"]


def test_addresses_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_scraper.discovery.sitemap.MOST_ADDRESSES", 5)
    body = urlset(*(entry(f"{HOME}/cio/{n}") for n in range(1_000, 1_009)))
    run, way = read({START: body})
    assert len(run.found) == 5
    assert way.problems == ["more than 5 addresses; the rest was left out"]


PIECES = st.lists(
    st.sampled_from(
        [
            *("<urlset>", "</urlset>", "<sitemapindex>", "</sitemapindex>", "<url>", "</url>"),
            *("<sitemap>", "</sitemap>", "<loc>", "</loc>", "<lastmod>", "</lastmod>", "\x00"),
            *(f"{HOME}/cio/52484", f"{HOME}/a.xml", START, "2026-02-24", "http://[", "&amp;"),
            *("&x;", "<![CDATA[", "]]>", "<!--", "-->", '<?xml version="1.0"?>', "<a:b>", "\ufeff"),
            entry(f"{HOME}/a.xml", kind="sitemap"),
        ]
    ),
    max_size=12,
)


@given(
    st.binary(max_size=100)
    | st.binary(max_size=60).map(gzip.compress)
    | PIECES.map(lambda parts: "".join(parts).encode())
    | PIECES.map(lambda parts: f"<urlset>{''.join(parts)}</urlset>".encode())
)
@example(b"<\x00")
@example(b"\xff\xfe<\x00")
@settings(deadline=None)
def test_any_bytes_end_in_addresses_or_a_problem(body: bytes) -> None:
    run, way = read({START: body, f"{HOME}/a.xml": body})
    assert set(run.asked) <= {START, f"{HOME}/a.xml"}
    assert run.found or run.problems
    assert way.report()
