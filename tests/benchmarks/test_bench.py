"""The benchmarks measure what they say: whole pages, read by everyone, in ratios of one round."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from click import ClickException

from benchmarks import readers
from benchmarks.archives import write_warc
from benchmarks.pages import Page, pages
from benchmarks.report import Section, write_report
from benchmarks.rounds import Result, run_rounds
from benchmarks.spending import spend
from osce_scraper.archive.reader import read_archive
from osce_scraper.items import Capture, PressRelease
from osce_scraper.pages.page import open_page
from osce_scraper.reading import read_captures


@pytest.fixture(scope="module")
def some() -> tuple[Page, ...]:
    return pages(40)


def captures(some: tuple[Page, ...]) -> list[Capture]:
    return [Capture(url=page.url, status=200, body=page.body) for page in some]


def test_pages_have_the_size_of_real_ones_and_the_whole_menu(some: tuple[Page, ...]) -> None:
    assert all(60_000 <= len(page.body) <= 90_000 for page in some)
    taxonomies = [open_page(capture).taxonomy for capture in captures(some)]
    assert all(taxonomy is not None and taxonomy.is_complete for taxonomy in taxonomies)


def test_every_page_gives_a_record_with_place_date_and_text(some: tuple[Page, ...]) -> None:
    for result in read_captures(captures(some)):
        assert isinstance(result, PressRelease)
        assert result.date_source == "page"
        assert len(result.body) > 1000


def test_the_same_pages_come_in_every_run(some: tuple[Page, ...]) -> None:
    pages.cache_clear()
    assert pages(40) == some


@pytest.mark.parametrize("name", ["lxml.html.fromstring", "osce-scraper"])
def test_a_contender_says_what_a_page_cost(
    name: str, some: tuple[Page, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"url": page.url, "html": page.body.decode()}) for page in some]
    said = io.StringIO()
    monkeypatch.setattr(readers, "_WARM_UP", 10)
    monkeypatch.setattr(sys, "argv", ["readers", name])
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    monkeypatch.setattr(sys, "stdout", said)
    readers.main()
    assert json.loads(said.getvalue())["seconds"] > 0


def test_a_command_costs_what_it_takes_itself() -> None:
    ballast = b"x" * 100_000_000  # of this process, which starts it
    cost = spend([sys.executable, "-c", "print(input())"], b"said\n")
    assert cost.said == "said\n"
    assert cost.cpu > 0
    assert 0 < cost.memory < len(ballast) / 2**20
    with pytest.raises(ClickException, match="exit code 3"):
        spend([sys.executable, "-c", "raise SystemExit(3)"])


def test_ratios_are_those_of_one_round() -> None:
    slow, fast = iter([2.0, 40.0, 3.0]), iter([1.0, 10.0, 1.0])
    contenders = {"fast": lambda: next(fast), "slow": lambda: next(slow)}
    results = run_rounds(contenders, "fast", 3)
    assert results == [Result("fast", 1.0, 1.0, 1.0, 1.0), Result("slow", 3.0, 3.0, 2.0, 4.0)]


def test_an_archive_holds_the_pages_in_order(some: tuple[Page, ...], tmp_path: Path) -> None:
    path = write_warc(tmp_path / "pages.warc.gz", some[:3], times=2)
    captures = list(read_archive(path))
    sizes = [len(page.body) for page in some[:3]]
    assert [len(capture.content) for capture in captures] == sizes * 2
    assert len({capture.url for capture in captures}) == 6


def test_the_report_tells_machine_date_and_ratios(tmp_path: Path) -> None:
    section = Section("Start", "ms", 1e3, [Result("click", 0.05, 1.0, 1.0, 1.0)])
    text = write_report(tmp_path / "docs" / "benchmarks.md", [section], [60_000, 70_000], 3)
    assert (tmp_path / "docs" / "benchmarks.md").read_text("utf-8") == text
    for words in ("## Start", "| click | 50.00 | 1.00", "60 to 70 KB", "cores", "lxml "):
        assert words in text
