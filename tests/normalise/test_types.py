"""The kind of a release, by the words of its page or of its listing row."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.items import ReleaseType
from osce_scraper.normalise.types import TYPES, normalise_type


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Press release", "press_release"),
        ("Press statement", "press_statement"),
        ("News", "news"),
        ("News Item", "news"),
        ("Spot report", "spot_report"),
        ("Daily report", "daily_report"),
        ("Weekly report", "weekly_report"),
        ("Statement", "statement"),
        ("Пресс-релиз", "press_release"),
    ],
)
def test_types_as_pages_and_listings_write_them(raw: str, kind: ReleaseType) -> None:
    assert normalise_type(raw) == kind


@pytest.mark.parametrize(
    "raw", ["PRESS RELEASE", "press release", " Press\u00a0 release\n", "Press release:"]
)
def test_case_and_blanks_do_not_matter(raw: str) -> None:
    assert normalise_type(raw) == "press_release"


@pytest.mark.parametrize("raw", ["Пресс–релиз", "Пресс‑релиз", "ПРЕСС-РЕЛИЗ"])
def test_neither_do_dashes(raw: str) -> None:
    assert normalise_type(raw) == "press_release"


@pytest.mark.parametrize("raw", ["Story", "Speech", "Press", "Press release 2", "Meldung", "?"])
def test_an_unknown_word_is_other(raw: str) -> None:
    assert normalise_type(raw) == "other"


@pytest.mark.parametrize("raw", [None, "", " ", "\n\u00a0", ":"])
def test_no_word_is_no_type(raw: str | None) -> None:
    assert normalise_type(raw) is None


def test_the_table_names_every_type_but_other() -> None:
    assert set(TYPES.values()) | {"other"} == set(get_args(ReleaseType))


@given(st.text())
def test_any_text_gives_a_type_of_the_contract_and_no_error(text: str) -> None:
    assert normalise_type(text) in {*get_args(ReleaseType), None}
    assert text.strip(" :") or normalise_type(text) is None
