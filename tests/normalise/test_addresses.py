"""One page has one address, under whichever host, scheme, path or prefix it was met."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osce_scraper.normalise.addresses import (
    canonical_url,
    fetch_address,
    has_section,
    is_listing,
    is_on_site,
    may_fetch,
    node_id,
)

MIRROR = "http://127.0.0.1:8000"

# --- the forms and hosts of facts section 1


@pytest.mark.parametrize(
    ("url", "canonical", "number"),
    [
        # schemes, and the host with and without www
        (
            "https://www.osce.org/secretariat/129296",
            "https://www.osce.org/secretariat/129296",
            129296,
        ),
        (
            "http://www.osce.org/secretariat/129296",
            "https://www.osce.org/secretariat/129296",
            129296,
        ),
        ("https://osce.org/kosovo/54097", "https://www.osce.org/kosovo/54097", 54097),
        ("http://osce.org/serbia/194821", "https://www.osce.org/serbia/194821", 194821),
        # paths
        ("https://www.osce.org/node/52484", "https://www.osce.org/node/52484", 52484),
        (
            "https://www.osce.org/georgia-closed/47107",
            "https://www.osce.org/georgia-closed/47107",
            47107,
        ),
        (
            "https://www.osce.org/special-monitoring-mission-to-ukraine/122466",
            "https://www.osce.org/special-monitoring-mission-to-ukraine/122466",
            122466,
        ),
        (
            "https://www.osce.org/odihr/elections/551359",
            "https://www.osce.org/odihr/elections/551359",
            551359,
        ),
        (
            "https://www.osce.org/fom/statements/100127",
            "https://www.osce.org/fom/statements/100127",
            100127,
        ),
        # queries and fragments
        (
            "https://www.osce.org/secretariat/520172?fbclid=IwAR0abc",
            "https://www.osce.org/secretariat/520172",
            520172,
        ),
        ("https://www.osce.org/cio/52484#main", "https://www.osce.org/cio/52484", 52484),
        (
            "https://www.osce.org/ro/odihr/elections/70293?download=true",
            "https://www.osce.org/ro/odihr/elections/70293",
            70293,
        ),
        # the new site's hosts stay
        (
            "https://uzbekistan.osce.org/news/project-coordinator-uzbekistan/661329",
            "https://uzbekistan.osce.org/news/project-coordinator-uzbekistan/661329",
            661329,
        ),
        (
            "https://uzbekistan.osce.org/project-coordinator-in-uzbekistan/584977",
            "https://uzbekistan.osce.org/project-coordinator-in-uzbekistan/584977",
            584977,
        ),
        (
            "https://dushanbe.osce.org/ru/node/328336",
            "https://dushanbe.osce.org/ru/node/328336",
            328336,
        ),
        ("https://odihr.osce.org/odihr/665473", "https://odihr.osce.org/odihr/665473", 665473),
        ("https://odihr.osce.org/node/662896", "https://odihr.osce.org/node/662896", 662896),
        (
            "http://odihr.osce.org/odihr/elections/russia/115757",
            "https://odihr.osce.org/odihr/elections/russia/115757",
            115757,
        ),
        # origin and staging are copies of the main site
        ("https://d6.web.osce.org/cio/52484", "https://www.osce.org/cio/52484", 52484),
        (
            "https://field-operations-staging.osce.org/mission-to-moldova/52484",
            "https://www.osce.org/mission-to-moldova/52484",
            52484,
        ),
        # a prefix of a language stays
        ("https://www.osce.org/it/node/106652", "https://www.osce.org/it/node/106652", 106652),
        ("https://www.osce.org/es/node/105096", "https://www.osce.org/es/node/105096", 105096),
        ("https://www.osce.org/uk/node/123585", "https://www.osce.org/uk/node/123585", 123585),
        ("https://www.osce.org/sr/kosovo/15220", "https://www.osce.org/sr/kosovo/15220", 15220),
        # pages without a number
        ("https://www.osce.org", "https://www.osce.org/", None),
        ("http://osce.org/", "https://www.osce.org/", None),
        (
            "https://www.osce.org/press-releases?page=251&rows=50",
            "https://www.osce.org/press-releases",
            None,
        ),
        # files are no pages, whatever number is in their name
        (
            "https://www.osce.org/files/f/documents/a/b/70293.pdf",
            "https://www.osce.org/files/f/documents/a/b/70293.pdf",
            None,
        ),
        (
            "https://www.osce.org/files/imagecache/10_large_gallery/f/images/web/f/9/1861.jpg?1517307959",
            "https://www.osce.org/files/imagecache/10_large_gallery/f/images/web/f/9/1861.jpg",
            None,
        ),
        # other ways to write the same
        ("https://www.osce.org/cio/52484/", "https://www.osce.org/cio/52484", 52484),
        ("https://www.osce.org//cio//52484", "https://www.osce.org/cio/52484", 52484),
        ("HTTPS://WWW.OSCE.ORG/cio/52484", "https://www.osce.org/cio/52484", 52484),
        ("https://www.osce.org./cio/52484", "https://www.osce.org/cio/52484", 52484),
        ("https://www.osce.org:443/cio/52484", "https://www.osce.org/cio/52484", 52484),
        ("http://www.osce.org:80/cio/52484", "https://www.osce.org/cio/52484", 52484),
        ("  https://www.osce.org/cio/52484\n", "https://www.osce.org/cio/52484", 52484),
    ],
)
def test_canonical_address_and_node_id(url: str, canonical: str, number: int | None) -> None:
    assert canonical_url(url) == canonical
    assert node_id(url) == node_id(canonical) == number
    assert is_on_site(url)


@pytest.mark.parametrize(
    "url",
    [
        # hosts of facts 1.2 that are not the organisation's, or not in its scope
        "https://shhada.ir/cio/52484",
        "https://trans.hiragana.jp/ruby/https://www.osce.org/cio/74232",
        "https://www.oscepa.org/news-a-media/press-releases/press-2019/52484",
        "https://www.einpresswire.com/article/850250265/switzerland",
        "https://menafn.com/1109876991/OSCE",
        "http://europavarietas.org/news/aggregator/sources/69?page=198",
        "https://reliefweb.int/report/52484",
        "https://osce-academy.net/52484",
        "https://osce.mid.ru/52484",
        "https://www.gob.pe/osce/52484",
        # look-alikes
        "https://www.osce.org.evil.example/cio/52484",
        "https://notosce.org/cio/52484",
        "https://www-osce.org/cio/52484",
        "https://evil.example/www.osce.org/cio/52484",
        "https://evil.example?.osce.org/cio/52484",
        "https://evil.example#.osce.org/cio/52484",
        "https://www.osce.org@evil.example/cio/52484",
        "https://evil.example\\.osce.org/cio/52484",
        # another port
        "https://www.osce.org:8443/cio/52484",
        "http://www.osce.org:443/cio/52484",
        "http://127.0.0.1:8000/cio/52484",
        # no address of a web page
        *("", "/cio/52484", "//www.osce.org/cio/52484", "www.osce.org/cio/52484", "cio/52484"),
        *("ftp://www.osce.org/cio/52484", "file:///cio/52484", "javascript:alert(52484)"),
        *("mailto:press@osce.org", "https://", "https:///cio/52484", "http://[::1/52484"),
        *("https://www.osce.org:port/52484", "https://www.osce.org:99999/52484", "data:,52484"),
    ],
)
def test_other_addresses_are_off_site(url: str) -> None:
    assert canonical_url(url) is None
    assert not is_on_site(url)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://www.osce.org/cio/1861", 1861),
        ("https://www.osce.org/cio/12", None),
        ("https://www.osce.org/cio/52484/print", None),
        ("https://www.osce.org/cio/52484x", None),
        ("https://www.osce.org/cio/x52484", None),
        ("https://www.osce.org/cio/2014-12-03", None),
        ("https://www.osce.org/cio?id=52484", None),
        ("https://www.osce.org/cio#52484", None),
        # the number is the same on a mirror, and on any host
        ("https://shhada.ir/cio/52484", 52484),
        (f"{MIRROR}/cio/52484", 52484),
        ("no address", None),
        ("", None),
    ],
)
def test_node_id_is_the_number_that_closes_the_path(url: str, number: int | None) -> None:
    assert node_id(url) == number


@pytest.mark.parametrize("path", ["cio/000", "node/0000000"])
def test_zero_is_no_node_id(path: str) -> None:
    assert node_id(f"https://www.osce.org/{path}") is None


def test_one_release_has_one_number_under_all_its_addresses() -> None:
    urls = [
        "https://www.osce.org/cio/52484",
        "https://www.osce.org/node/52484",
        "http://osce.org/uk/node/52484",
        "https://d6.web.osce.org/cio/52484?download=true",
        "https://dushanbe.osce.org/ru/node/52484",
        "https://shhada.ir/cio/52484",
    ]
    assert {node_id(url) for url in urls} == {52484}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.osce.org/cio/52484", True),
        ("https://www.osce.org/odihr/elections/551359", True),
        ("https://www.osce.org/node/52484", False),
        ("https://www.osce.org/uk/node/123585", False),
        ("https://dushanbe.osce.org/ru/node/328336", False),
    ],
)
def test_an_address_names_a_section_or_only_a_node(url: str, expected: bool) -> None:
    assert has_section(url) is expected


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org/press-releases",
        "https://www.osce.org/press-releases?page=251&rows=50&solrsort=ds_date+desc",
        "https://www.osce.org/press-releases/5%20%2B%202%20international?page=189",
        "https://www.osce.org/press-releases/chair%253Fpage%253D354?page=848",
        "https://www.osce.org/ru/press-releases?activities=122&fields=34&page=55",
        "https://www.osce.org/fom/statements?page=49",
        "http://www.osce.org/top-stories",
        "https://www.osce.org/stories",
        "https://www.osce.org/resources/documents",
    ],
)
def test_listings_are_known_by_their_address(url: str) -> None:
    assert is_listing(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org/secretariat/129296",
        "https://www.osce.org/node/52484",
        "https://www.osce.org/fom/100127",
        "https://www.osce.org/fom/statements/100127",
        "https://uzbekistan.osce.org/news/project-coordinator-uzbekistan/661329",
        "https://dushanbe.osce.org/ru/node/328336",
        "",
    ],
)
def test_release_pages_are_no_listings(url: str) -> None:
    assert not is_listing(url)


# --- a mirror that stands in for the site


@pytest.mark.parametrize(
    ("url", "site", "canonical"),
    [
        (f"{MIRROR}/cio/52484", MIRROR, "https://www.osce.org/cio/52484"),
        (f"{MIRROR}/cio/52484?x=1#y", f"{MIRROR}/", "https://www.osce.org/cio/52484"),
        ("https://shhada.ir/cio/52484", "https://shhada.ir", "https://www.osce.org/cio/52484"),
        ("https://SHHADA.ir/cio/52484", "https://shhada.IR", "https://www.osce.org/cio/52484"),
        # the organisation's own addresses keep their meaning
        ("https://www.osce.org/cio/52484", MIRROR, "https://www.osce.org/cio/52484"),
        ("https://odihr.osce.org/odihr/665473", MIRROR, "https://odihr.osce.org/odihr/665473"),
        # another port of the mirror's host is another site
        ("http://127.0.0.1:8001/cio/52484", MIRROR, None),
        ("http://127.0.0.1/cio/52484", MIRROR, None),
        ("https://shhada.ir/cio/52484", MIRROR, None),
    ],
)
def test_addresses_of_a_mirror_are_those_of_the_site(
    url: str, site: str, canonical: str | None
) -> None:
    assert canonical_url(url, site) == canonical
    assert is_on_site(url, site) is (canonical is not None)


@pytest.mark.parametrize(
    ("canonical", "site", "address"),
    [
        ("https://www.osce.org/cio/52484", None, "https://www.osce.org/cio/52484"),
        ("https://odihr.osce.org/odihr/665473", None, "https://odihr.osce.org/odihr/665473"),
        ("https://www.osce.org/cio/52484", MIRROR, f"{MIRROR}/cio/52484"),
        ("https://www.osce.org/cio/52484", f"{MIRROR}/", f"{MIRROR}/cio/52484"),
        # a mirror holds no other host's pages, and the live site is not asked in its name
        ("https://odihr.osce.org/odihr/665473", MIRROR, None),
    ],
)
def test_where_a_page_is_fetched_from(
    canonical: str, site: str | None, address: str | None
) -> None:
    assert fetch_address(canonical, site) == address


@pytest.mark.parametrize(
    ("url", "site", "allowed"),
    [
        ("https://www.osce.org/cio/52484", None, True),
        ("https://odihr.osce.org/odihr/17772", None, True),
        ("https://evil.example/cio/52484", None, False),
        ("http://127.0.0.1:8000/cio/52484", None, False),
        (f"{MIRROR}/cio/52484", MIRROR, True),
        ("https://www.osce.org/cio/52484", MIRROR, False),
        ("http://127.0.0.1:22/cio/52484", MIRROR, False),
        ("https://127.0.0.1:8000/cio/52484", MIRROR, False),
    ],
)
def test_what_a_crawl_may_ask_for(url: str, site: str | None, allowed: bool) -> None:
    assert may_fetch(url, site) is allowed


# --- properties

HOSTS = ("www.osce.org", "osce.org", "d6.web.osce.org", "odihr.osce.org", "WWW.OSCE.ORG.")
SEGMENTS = st.sampled_from(["cio", "node", "ru", "", ".", "..", "press-releases", "%2e%2e", "a b"])
NUMBERS = st.integers(0, 99_999_999).map(str)
PATHS = st.lists(SEGMENTS | NUMBERS | st.text(max_size=6), max_size=5).map("/".join)


@st.composite
def urls(draw: st.DrawFn) -> str:
    """Addresses of the organisation's hosts, odd paths included."""
    scheme, host = draw(st.sampled_from(["http", "https", "HTTPS"])), draw(st.sampled_from(HOSTS))
    tail = draw(st.sampled_from(["", "/", "?page=1", "#top", "?a=b/123456", ";x=1", " ", "//"]))
    return f"{scheme}://{host}/{draw(PATHS)}{tail}"


@given(urls() | st.text())
@example("https://odihr.osce.org./cio/52484")
@example("https://www.osce.org/cio%2F52484")
@example("https://www.osce.org/cio/52484 /")
def test_the_canonical_address_is_its_own(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert canonical_url(canonical) == canonical
        assert canonical.startswith("https://")
        assert not set(canonical) & set("?#")


@given(urls())
@example("https://www.osce.org/cio/52484/")
@example("https://www.osce.org/cio/52484//?page=1")
@example("https://www.osce.org/cio%2F52484")
@example("https://www.osce.org/cio/52484 /")
def test_the_canonical_address_keeps_the_number(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert node_id(canonical) == node_id(url)


@pytest.mark.parametrize("path", ["cio/52484/..", "cio/52484/.", "cio/52484/../..", "52484/../cio"])
def test_dots_in_a_path_give_no_page_the_number_of_another(path: str) -> None:
    url = f"https://www.osce.org/{path}"
    canonical = canonical_url(url)
    assert canonical is None or node_id(canonical) == node_id(url)


@given(urls(), st.sampled_from([MIRROR, f"{MIRROR}/", "https://mirror.example"]))
def test_the_way_to_a_mirror_and_back(url: str, site: str) -> None:
    canonical = canonical_url(url)
    address = fetch_address(canonical, site) if canonical else None
    if address is not None:
        assert canonical_url(address, site) == canonical
        assert may_fetch(address, site)


@given(st.text() | urls(), st.none() | st.text() | urls())
@example("http://[", None)
@example("https://www.osce.org", "http://[")
@example("https://www.osce.org:x", None)
@example("http://\u2100.osce.org/", None)
def test_any_text_is_read_without_an_error(url: str, site: str | None) -> None:
    canonical_url(url, site)
    is_on_site(url, site)
    may_fetch(url, site)
    is_listing(url)
    number = node_id(url)
    assert number is None or number >= 1


@pytest.mark.parametrize(
    "hostile", ["a", "1", "/", "/1", "%2F", ".", "../", "?", "#", ":", "@", " "]
)
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        url = f"https://www.osce.org/{hostile * (letters // len(hostile))}x"
        start = process_time()
        canonical_url(url)
        node_id(url)
        is_listing(url)
        return process_time() - start

    fastest = min(seconds(100_000) for _ in range(2))
    assert fastest < 40 * max(seconds(10_000), 0.005)


def test_a_path_that_goes_far_down_and_up_again_takes_no_more_than_linear_time() -> None:
    def seconds(steps: int) -> float:
        url = f"https://www.osce.org/{'a/' * steps}{'../' * steps}"
        start = process_time()
        canonical_url(url)
        return process_time() - start

    fastest = min(seconds(40_000) for _ in range(2))
    assert fastest < 40 * max(seconds(4_000), 0.005)
