"""The figures of a run, the same for the bar and for the log."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.console import Console
from scrapy.settings import Settings

from osce_scraper.dataset.books import Books
from osce_scraper.extensions.figures import Figures, Meter, make_figures
from osce_scraper.extensions.progress import ProgressBar

BOOKS = Books(
    requested=40,
    captured=10,
    skipped=1,
    failed=1,
    duplicate=1,
    filtered=2,
    rejected_by_reason={"no_title": 3},
)


def test_the_figures_of_a_run() -> None:
    assert make_figures(BOOKS, seconds=120, delay=10) == Figures(
        pages=12,
        requested=40,
        records=4,
        rejected=3,
        failed=1,
        rate=6.0,
        seconds_left=280,
        delay=10,
    )


@pytest.mark.parametrize(
    ("books", "seconds", "left"),
    [
        (Books(), 5.0, None),
        (Books(requested=40), 0.0, 400),  # nothing was measured yet: the delay tells
        (BOOKS, 60.0, 280),  # never faster than the delay
        (BOOKS, 1200.0, 2800),
        (Books(requested=3, captured=3), 60.0, 0),
    ],
)
def test_the_time_left_follows_the_pace(books: Books, seconds: float, left: int | None) -> None:
    assert make_figures(books, seconds, delay=10).seconds_left == left


@pytest.mark.parametrize(
    ("failed", "left", "said"),
    [
        (0, None, "2/9 pages, 1 records, 1 rejected, 0.5/min, ? left, 10 s delay"),
        (0, 290, "2/9 pages, 1 records, 1 rejected, 0.5/min, 0:05 h left, 10 s delay"),
        (
            3,
            360_000,
            "2/9 pages, 1 records, 1 rejected, 3 failed, 0.5/min, 100:00 h left, 10 s delay",
        ),
    ],
)
def test_a_person_reads_them_in_a_line(failed: int, left: int | None, said: str) -> None:
    assert str(Figures(2, 9, 1, 1, failed, 0.5, left, 10)) == said


def crawler(origin: str, slots: dict[str, Any]) -> Any:
    settings = Settings(
        {"OSCE_FROM": origin, "OSCE_SLOT": "site", "OSCE_PUBLIC_SLOT": "archive"}
        | {"DOWNLOAD_DELAY": 10}
    )
    downloader = SimpleNamespace(slots=slots, per_slot_settings={"archive": {"delay": 4}})
    stats = SimpleNamespace(get_stats=lambda: {"osce/requested": 9, "osce/captured": 1})
    return cast(
        "Any",
        SimpleNamespace(
            settings=settings, stats=stats, engine=SimpleNamespace(downloader=downloader)
        ),
    )


@pytest.mark.parametrize(
    ("origin", "slots", "delay"),
    [
        ("live", {}, 10),
        ("live", {"site": SimpleNamespace(delay=30)}, 30),
        ("wayback", {"site": SimpleNamespace(delay=30)}, 4),
        ("commoncrawl", {"archive": SimpleNamespace(delay=5)}, 5),
    ],
)
def test_the_delay_is_that_of_the_hosts_that_are_asked(
    origin: str, slots: dict[str, Any], delay: float
) -> None:
    assert Meter(crawler(origin, slots)).read().delay == delay


def test_the_bar_shows_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_scraper.extensions.progress.create_looping_call", lambda _: None)
    screen = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None)
    bar = ProgressBar(Meter(crawler("live", {})), screen)
    bar.task = bar.bar.add_task("crawl", total=None, figures="")
    bar.meter.began -= 60
    bar.update()
    (line,) = bar.bar.get_renderables()
    screen.print(line)
    shown = cast("io.StringIO", screen.file).getvalue()
    # Of a narrow screen it takes two lines.
    words = " ".join(shown.replace("━", "").replace("╸", "").replace("╺", "").split())
    assert words == "1/9 pages, 1 records, 0 rejected, 1/min, 0:08 h left, 10 s delay"
