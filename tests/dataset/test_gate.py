from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from osce_scraper.dataset.drift import Kind, shares
from osce_scraper.dataset.gate import (
    Candidate,
    Kinds,
    Listed,
    Rate,
    Thresholds,
    judge,
    thresholds,
)
from osce_scraper.errors import UnreadableInputError

GOOD = Candidate(
    rate=Rate(20, 0, 0),
    records=1000,
    last_records=1000,
    was_complete=True,
    fill_rates={"date": 1.0, "places": 0.9},
    last_fill_rates={"date": 1.0, "places": 0.9},
    menu_entries=100,
)
LIMITS = Thresholds()
KIND = Kind("new-html", "press_release")
FIRST_DUMP = replace(GOOD, last_records=None, last_fill_rates=None, was_complete=False)


def test_good_run_passes() -> None:
    assert judge(GOOD, LIMITS) == []
    assert judge(FIRST_DUMP, LIMITS) == []


def test_every_fault_is_named() -> None:
    bad = replace(GOOD, rate=Rate(20, 20, 0), records=1, faults=("line 1: title: missing",))
    reasons = judge(bad, LIMITS)
    assert reasons[0] == "line 1: title: missing"
    assert len(reasons) == 3


@pytest.mark.parametrize(
    ("rate", "passes"),
    [
        (Rate(20, 2, 2), True),
        (Rate(20, 3, 2), False),
        (Rate(20, 0, 5), False),
        (Rate(9, 9, 0), True),  # too few to say
        (Rate(10, 3, 0), False),
        (Rate(20, 2, 1, gone=2), False),
        (Rate(0, 0, 0), True),
    ],
)
def test_at_most_a_fifth_may_fail_or_be_refused(rate: Rate, passes: bool) -> None:
    reasons = judge(replace(GOOD, rate=rate), LIMITS)
    assert (reasons == []) is passes
    if not passes:
        words = f"of the last {rate.asked} pages {rate.failed} failed, {rate.gone} are gone and"
        assert f"{words} {rate.refused} were refused" in reasons[0]


@pytest.mark.parametrize(
    ("expected", "shown", "passes"),
    [(100, 100, True), (100, 50, True), (100, 49, False), (3, 0, False), (0, 0, True)],
)
def test_listing_should_show_what_is_known(expected: int, shown: int, passes: bool) -> None:
    reasons = judge(replace(GOOD, listings=(Listed("ru", expected, shown),)), LIMITS)
    assert (reasons == []) is passes
    if not passes:
        assert reasons[0].startswith(f"the listing 'ru' shows {shown} of the {expected} known")


def kinds(before: int, now: int) -> Candidate:
    good, bad = shares([{"date": ["label"]}] * before), shares([{"date": ["listing"]}] * now)
    return replace(GOOD, kinds=(Kinds(KIND, good, bad),))


def test_drift_is_judged_by_twenty_pages_of_a_kind() -> None:
    assert judge(kinds(20, 19), LIMITS) == judge(kinds(19, 20), LIMITS) == []
    (reason,) = judge(kinds(20, 20), LIMITS)
    assert reason.startswith("layout drift in new-html, press_release: date: 'label' stopped")


@pytest.mark.parametrize(
    ("last", "records", "passes"),
    [
        (1000, 980, True),
        (1000, 979, False),
        (10, 5, True),  # of a small dataset a few may go
        (10, 4, False),
        (1000, 1250, True),
        (1000, 1251, False),
        (10, 210, True),
        (10, 211, False),
    ],
)
def test_number_of_records_changes_little_at_once(last: int, records: int, passes: bool) -> None:
    reasons = judge(replace(GOOD, last_records=last, records=records), LIMITS)
    assert (reasons == []) is passes
    if not passes:
        assert reasons[0].startswith(f"{records} records are {abs(records - last)} ")


def test_dataset_that_is_being_filled_may_grow_and_thin_out() -> None:
    filling = replace(GOOD, was_complete=False, records=9000, fill_rates={"date": 0.5})
    assert judge(filling, LIMITS) == []


def test_dataset_that_is_being_filled_may_not_shrink() -> None:
    assert judge(replace(GOOD, was_complete=False, records=10), LIMITS)


def test_field_may_be_filled_a_little_less_often() -> None:
    assert judge(replace(GOOD, fill_rates={"date": 0.9, "places": 0.8}), LIMITS) == []
    (reason,) = judge(replace(GOOD, fill_rates={"date": 1.0, "places": 0.79}), LIMITS)
    assert reason == "places: 79% of the records have a value, 90% of the last dump's"
    assert judge(replace(GOOD, fill_rates={"date": 1.0}), LIMITS)  # the field is gone


def test_fewer_issues_are_no_loss() -> None:
    better = replace(GOOD, last_fill_rates={"issues": 0.5}, fill_rates={"issues": 0.0})
    assert judge(better, LIMITS) == []


def test_a_fifth_of_the_menu_may_be_unknown() -> None:
    assert judge(replace(GOOD, unknown_entries=20), LIMITS) == []
    (reason,) = judge(replace(GOOD, unknown_entries=21), LIMITS)
    assert reason == "21 of the menu's 100 entries are not in the vocabulary"


def test_without_a_whole_menu_there_is_nothing_to_judge() -> None:
    assert judge(replace(GOOD, menu_entries=0, unknown_entries=3), LIMITS) == []


class TestThresholds:
    """They stand in one place, and the file and the option count more."""

    def test_they_are_as_the_design_says(self, tmp_path: Path) -> None:
        assert thresholds(tmp_path) == LIMITS
        assert (LIMITS.fewer_records, LIMITS.failed_or_refused, LIMITS.drift) == (0.02, 0.2, 0.1)
        assert LIMITS.fewest_pages == 20

    def test_option_counts_more_than_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "gate.toml").write_text("drift = 0.2\nfewer_records = 1\n", "utf-8")
        limits = thresholds(tmp_path, ["drift=0.3", "fewest_pages=5"])
        assert limits == replace(LIMITS, drift=0.3, fewer_records=1.0, fewest_pages=5)

    @pytest.mark.parametrize("name", [one.name for one in fields(Thresholds)])
    def test_each_can_be_set(self, tmp_path: Path, name: str) -> None:
        assert getattr(thresholds(tmp_path, [f"{name}=7"]), name) == 7

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ("dirft=0.1", "--threshold: 'dirft' is none of fewer_records, "),
            ("drift", "--threshold: drift: '' is no number from 0 up"),
            ("drift=-0.1", "--threshold: drift: -0.1 is no number from 0 up"),
            ("drift=nan", "--threshold: drift: nan is no number from 0 up"),
            ("fewest_pages=inf", "--threshold: fewest_pages: inf is no number"),
        ],
    )
    def test_what_is_no_threshold_is_named(self, tmp_path: Path, given: str, words: str) -> None:
        with pytest.raises(UnreadableInputError, match=words):
            thresholds(tmp_path, [given])

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"drift = ", "gate.toml: Invalid value"),
            (b"\xff", "gate.toml: 'utf-8' codec"),
            (b"drift = true", "gate.toml: drift: True is no number"),
            (b"[drift]\nmost = 1", "gate.toml: drift: .* is no number"),
        ],
    )
    def test_file_that_says_something_else_is_named(
        self, tmp_path: Path, content: bytes, words: str
    ) -> None:
        (tmp_path / "gate.toml").write_bytes(content)
        with pytest.raises(UnreadableInputError, match=words):
            thresholds(tmp_path)

    def test_file_that_is_none_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "gate.toml").mkdir()
        with pytest.raises(UnreadableInputError, match=r"gate\.toml"):
            thresholds(tmp_path)
