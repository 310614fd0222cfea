"""The whole site itself: what it says is what its tests rely on."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site.faults import FAULTS
from tests.site.traps import LINKS, is_trap
from tests.site.whole import WholeSite

START = [sys.executable, "-m", "tests.site"]


def pages(site: WholeSite) -> dict[str, tuple[int, bytes | str]]:
    """What it says to a first request for each address that it knows."""
    answers = ((path, site.answer(path)) for path in ("/robots.txt", "/press-releases", *LINKS))
    return {path: (answer.status, answer.body) for path, answer in answers}


def test_it_is_the_same_site_each_time() -> None:
    with WholeSite(9, FAULTS) as one, WholeSite(9, FAULTS) as two:
        assert one.fates == two.fates
        assert pages(one) == pages(two)


def test_every_fault_has_a_release_of_its_own_beside_the_good_ones() -> None:
    with WholeSite(9, FAULTS) as site:
        numbers = [fault.release.number for fault in site.faults]
        assert len(set(numbers)) == len(FAULTS)
        assert not {one.number for one in site.releases} & set(numbers)
        assert len(site.releases) == 9


@pytest.mark.parametrize("link", LINKS)
def test_traps_are_told_and_lead_to_further_ones(link: str) -> None:
    assert is_trap(link)
    with WholeSite(1) as site:
        assert "/events/" in str(site.answer(link).body)


@pytest.mark.parametrize(
    "target",
    [
        *("/robots.txt", "/sitemap.xml", "/secretariat/662300", "/press-releases"),
        *("/press-releases?rows=50&solrsort=ds_date+desc", "/press-releases/rss"),
        "/press-releases?filters=ds_date%3A%28%5B2026-02-01T00%3A00%3A00Z+TO+2026-03-01%5D%29",
    ],
)
def test_what_a_polite_crawl_asks_for_is_no_trap(target: str) -> None:
    assert not is_trap(target)


def test_it_can_be_started_by_hand_and_stopped(tmp_path: Path) -> None:
    fates = tmp_path / "fates.jsonl"
    asked = ["--releases", "3", "--fault", "gone", "--fates", str(fates)]
    with subprocess.Popen(
        [*START, *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = urlsplit(process.stdout.readline().strip())
            connection = HTTPConnection(address.hostname or "", address.port, timeout=10)
            connection.request("GET", "/events/2026-02")
            assert connection.getresponse().status == 200
            connection.close()
            process.send_signal(signal.SIGINT)
            _, words = process.communicate(timeout=10)
        finally:
            process.kill()
    assert process.returncode == 0
    assert words == "1 requests, 1 to traps, 0 to another host\n"
    told = [json.loads(line) for line in fates.read_text().splitlines()]
    assert [line["ending"] for line in told].count("exported") == 3
    assert [line["cause"] for line in told if line["ending"] == "rejected"] == ["http_error"]


def test_help_names_every_fault() -> None:
    told = subprocess.run([*START, "--help"], capture_output=True, text=True, check=True).stdout
    for name, fault in FAULTS.items():
        assert fault.__doc__
        assert re.search(rf"^ +{name} +{re.escape(fault.__doc__[:20])}", told, re.MULTILINE)
