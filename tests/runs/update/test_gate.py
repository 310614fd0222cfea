"""What breaks on the site stops at the gate: exit code 1, and the last good dump stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.runs.update.conftest import Follow
from tests.site.living import LivingSite

_MONTHS = 60 * 24


def _rename_label(site: LivingSite) -> None:
    site.rewrite = lambda page: page.replace("<dt>Place:", "<dt>Whereabouts of it:")


def _empty_field(site: LivingSite) -> None:
    site.rewrite = lambda page: re.sub(r"<dt>Source:</dt><dd>.*?</dd>", "", page)


def _switch_layout(site: LivingSite) -> None:
    site.rewrite = lambda _: '<html><body><div id="app"></div><script src="/app.js"></script>'


def _fail_half(site: LivingSite) -> None:
    site.failing |= set(site.numbers(range(0, 25, 2)))


def _empty_listing(site: LivingSite) -> None:
    site.shows_rows = False


BREAKS: dict[str, tuple[Callable[[LivingSite], None], str]] = {
    "a label renamed": (_rename_label, r"layout drift .*places: 'label' stopped firing"),
    "a field emptied": (_empty_field, r"layout drift .*sources: 'label' stopped firing"),
    "the layout switched": (
        _switch_layout,
        r"25 pages 0 failed, 0 are gone and 25 were refused",
    ),
    "half of the pages 500": (
        _fail_half,
        r"25 pages 13 failed, 0 are gone and 0 were refused",
    ),
    "the listing empty": (_empty_listing, r"no release was found: listing: .* shows no rows"),
}


def test_what_breaks_is_named_and_the_last_dump_stands(follow: Follow, tmp_path: Path) -> None:
    base = follow(25)
    site = base.site
    before = base.bytes()
    for name, (break_it, words) in BREAKS.items():
        dataset = base.copy(tmp_path / name)
        dataset.hours = _MONTHS
        site.rewrite, site.failing, site.shows_rows = str, set(), True
        break_it(site)
        run = dataset.update(*(("--discover", "listing") if "listing" in name else ()))
        assert run.returncode == 1, (name, run.stderr)
        assert re.search(words, run.stderr), (name, run.stderr)
        assert dataset.bytes() == before, name
        assert dataset.runs[-1]["exit_code"] == 1


def test_refused_dump_lies_aside_with_the_reason_and_the_next_run_heals(follow: Follow) -> None:
    dataset = follow(25)
    before = dataset.bytes()
    dataset.hours = _MONTHS
    _rename_label(dataset.site)
    assert dataset.update().returncode == 1
    (refused,) = (dataset.folder / "refused").iterdir()
    assert "places: 'label' stopped firing" in (refused / "reason.txt").read_text("utf-8")
    assert (refused / "press_releases.jsonl").exists()
    dataset.site.rewrite = str
    dataset.hours += 25
    assert dataset.update().returncode == 0
    assert dataset.bytes() == before  # no revision of what was only misread
    assert len(dataset.site.asked) == 25  # had whole, and not by a condition


def test_listing_that_shows_less_than_is_known_is_refused(follow: Follow) -> None:
    dataset = follow(60)
    before = dataset.bytes()
    dataset.site.releases = {
        number: dataset.site.releases[number] for number in dataset.site.numbers(range(10))
    }
    run = dataset.update()
    assert run.returncode == 1
    assert "the listing 'en' shows 10 of the 60 known releases" in run.stderr
    assert dataset.bytes() == before


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("fewer=1", "--threshold: 'fewer' is none of fewer_records"),
        ("drift=much", "--threshold: drift: 'much' is no number"),
    ],
)
def test_thresholds_that_are_none_are_wrong_usage(follow: Follow, option: str, words: str) -> None:
    run = follow(1).update("--threshold", option)
    assert run.returncode == 2
    assert words in run.stderr


def test_site_that_is_taken_down_in_slices_is_refused(follow: Follow) -> None:
    dataset = follow(30)
    before = dataset.bytes()
    dataset.site.vanished = True
    codes = []
    for hours in (_MONTHS, _MONTHS + 14, _MONTHS + 28):
        dataset.hours = hours
        codes += [dataset.update("--max-requests", "12").returncode for _ in range(2)]
    assert codes[-1] == 1
    assert dataset.bytes() == before


def test_one_page_that_is_refused_for_weeks_stops_nothing(follow: Follow) -> None:
    dataset = follow(40)
    (number,) = dataset.site.numbers([7])
    dataset.site.edits[number] = lambda _: "<html><body><h1>Page not found</h1></body></html>"
    for day in range(60, 69):
        dataset.hours = day * 24
        run = dataset.update()
        assert run.returncode == 0, run.stderr
