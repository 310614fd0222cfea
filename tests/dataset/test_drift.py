from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.dataset.drift import Read, drifts, shares

LABEL: Read = {"date": ["label_time", "listing"], "places": ["label"]}
FALLEN_BACK: Read = {"date": ["listing"], "places": ["label"]}
WITHOUT_PLACE: Read = {"date": ["label_time", "listing"]}

reads = st.dictionaries(
    st.sampled_from(["date", "places", "sources"]),
    st.lists(st.sampled_from(["label", "meta", "listing", "dateline"]), min_size=1, unique=True),
)


def found(before: list[Read], now: list[Read], limit: float = 0.1) -> list[str]:
    return list(drifts(shares(before), shares(now), limit))


def test_share_counts_pages_whose_own_evidence_won() -> None:
    counted = shares([LABEL, FALLEN_BACK, {"date": ["listing", "meta"]}])
    assert counted.pages == 3
    assert counted.of_field("date") == 1 / 3
    assert counted.of_evidence("date", "meta") == 1 / 3
    assert counted.of_evidence("date", "listing") == 0  # it lies beside the page
    assert counted.of_field("sources") == 0


def test_dead_label_behind_a_working_fallback_is_drift() -> None:
    (fault,) = found([LABEL] * 20, [FALLEN_BACK] * 20)
    assert fault == (
        "date: 'label_time' stopped firing; the page itself gave the value on 0% of the last 20"
        " pages, and on 100% before"
    )


def test_field_that_is_empty_is_drift() -> None:
    (fault,) = found([LABEL] * 20, [WITHOUT_PLACE] * 20)
    assert fault.startswith("places: 'label' stopped firing")


def test_label_that_died_behind_another_of_the_page_is_drift() -> None:
    both: Read = {"date": ["label_time", "meta"]}
    (fault,) = found([both] * 20, [{"date": ["meta"]}] * 20)
    assert fault.startswith(
        "date: 'label_time' stopped firing; the page itself gave the value on 100%"
    )


def test_share_may_fall_by_no_more_than_the_limit() -> None:
    assert found([LABEL] * 20, [LABEL] * 18 + [FALLEN_BACK] * 2) == []
    (fault,) = found([LABEL] * 20, [LABEL] * 17 + [FALLEN_BACK] * 3)
    assert "on 85% of the last 20 pages, and on 100% before" in fault


def test_evidence_that_was_rare_may_be_missing() -> None:
    rare: Read = {"date": ["label_time"], "sources": ["byline"]}
    assert found([rare] * 2 + [LABEL] * 18, [LABEL] * 20) == []


def test_field_that_is_new_is_no_drift() -> None:
    assert found([WITHOUT_PLACE] * 20, [LABEL] * 20) == []


@given(st.lists(reads, min_size=1))
def test_pages_like_those_before_do_not_drift(pages: list[Read]) -> None:
    assert found(pages, pages) == []


@given(st.lists(reads, min_size=1), st.lists(reads, min_size=1))
def test_higher_limit_finds_no_more(before: list[Read], now: list[Read]) -> None:
    fields = {fault.partition(":")[0] for fault in found(before, now, 0.1)}
    assert {fault.partition(":")[0] for fault in found(before, now, 0.5)} <= fields
