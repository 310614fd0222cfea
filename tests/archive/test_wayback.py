"""Addresses of a Wayback Machine, there and back."""

from __future__ import annotations

import pytest

from osce_scraper.archive.wayback import (
    Memento,
    memento_address,
    memento_time,
    next_memento,
    read_memento,
)

PAGE = "https://www.osce.org/secretariat/129296?page=1"
HERE = "http://127.0.0.1:8000/"


@pytest.mark.parametrize("base", ["https://web.archive.org", HERE, "https://example.org/mirror"])
def test_an_address_comes_back(base: str) -> None:
    address = memento_address(PAGE, "20191231235959", base)
    assert address == f"{base.rstrip('/')}/web/20191231235959id_/{PAGE}"
    assert read_memento(address, base) == Memento(PAGE, "20191231235959")


def test_a_fragment_is_not_asked_for() -> None:
    assert memento_address("https://www.osce.org/a#b", "2019").endswith("/a")


@pytest.mark.parametrize(
    ("path", "url", "timestamp"),
    [
        ("20190102030405id_/http://osce.org/a", "http://osce.org/a", "20190102030405"),
        ("20190102030405/https:/osce.org/a", "https://osce.org/a", "20190102030405"),
        ("20190102030405if_/osce.org/a", "http://osce.org/a", "20190102030405"),
        ("2019id_/https://osce.org/a", "https://osce.org/a", "20190101000000"),
        (
            "201902/https://osce.org/a?b=/web/2020/c",
            "https://osce.org/a?b=/web/2020/c",
            "20190201000000",
        ),
    ],
)
def test_forms_that_the_archive_gives(path: str, url: str, timestamp: str) -> None:
    assert read_memento(f"https://web.archive.org/web/{path}") == Memento(url, timestamp)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.osce.org/web/20190102030405id_/https://www.osce.org/a",
        "https://web.archive.org.example.org/web/20190102030405id_/https://www.osce.org/a",
        "https://web.archive.org/save/https://www.osce.org/a",
        "https://web.archive.org/web/*/https://www.osce.org/a",
        "https://web.archive.org/web/20191399000000id_/https://www.osce.org/a",
        "https://web.archive.org/web/20190102030405id_/",
    ],
)
def test_other_addresses_are_no_mementos(address: str) -> None:
    assert read_memento(address) is None


def test_the_time_is_what_the_archive_says_else_what_the_address_says() -> None:
    memento = Memento(PAGE, "20190102030405")
    assert memento.captured_at == "2019-01-02T03:04:05Z"
    assert memento_time(memento, "Wed, 02 Jan 2019 04:04:06 +0100") == "2019-01-02T03:04:06Z"
    assert memento_time(memento, "Wed, 02 Jan 2019 03:04:07 -0000") == "2019-01-02T03:04:07Z"
    assert memento_time(memento, None) == memento.captured_at
    assert memento_time(memento, "yesterday") == memento.captured_at


ASKED = "https://web.archive.org/web/20190102030405id_/http://osce.org/cio/52484"
NEXT = "https://web.archive.org/web/20190102030405id_/http://www.osce.org/odihr/1234"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        # The archive's own, to the nearest capture.
        ("/web/20180101000000id_/http://osce.org/cio/52484", "20180101000000"),
        ("http://web.archive.org/web/20180101000000/http://osce.org/cio/52484", "20180101000000"),
        ("//web.archive.org/web/2018if_/osce.org/cio/52484", "20180101000000"),
        # The page's, as the archive writes it, and as the site wrote it.
        ("/web/20190102030405id_/http://www.osce.org/odihr/1234", NEXT),
        ("http://www.osce.org/odihr/1234", NEXT),
        ("/odihr/1234", NEXT.replace("www.", "")),
    ],
)
def test_redirects_stay_in_the_archive_and_lead_to_bytes(location: str, target: str) -> None:
    whole = target if "/" in target else ASKED.replace("20190102030405", target)
    assert next_memento(ASKED, location) == whole


@pytest.mark.parametrize(
    "location",
    [
        "https://www.example.org/cio/52484",
        "https://web.archive.org/web/2019id_/https://www.example.org/cio/52484",
        "https://web.archive.org/sorry",
        "http://www.osce.org:8080/cio/52484",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_redirects_to_elsewhere_lead_nowhere(location: str) -> None:
    assert next_memento(ASKED, location) is None


def test_a_redirect_of_what_is_no_capture_leads_nowhere() -> None:
    index = "https://web.archive.org/cdx/search/cdx"
    assert next_memento(index, "/web/2019/http://osce.org/a") is None
