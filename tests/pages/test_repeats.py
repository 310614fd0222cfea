"""A second copy of the text that ends a page goes, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.pages.repeats import drop_repeated_run

FIRST = "BAKU, 5 May 2005 - Nine keepers of lighthouses met today to compare their logbooks."
SECOND = "They found that one and the same ship had been counted nine times on a clear night."
THIRD = "A common logbook will be kept from June on, and copied by hand on every Sunday."
LAST = "Coffee was served by the cook of the harbour master, who had counted the ship as well."


@pytest.mark.parametrize(
    "copy",
    [
        [SECOND, THIRD, LAST],
        [SECOND, THIRD],
        [SECOND],
        [SECOND, THIRD, LAST[:30]],
        [SECOND, THIRD[:5]],
        [SECOND[:70]],
        [FIRST, SECOND, THIRD, LAST],
        [FIRST, SECOND, THIRD[:20]],
    ],
)
def test_a_copy_whole_or_cut_is_dropped(copy: list[str]) -> None:
    text = [FIRST, SECOND, THIRD, LAST]
    assert drop_repeated_run([*text, *copy]) == (text, len(copy))


@pytest.mark.parametrize(
    "paragraphs",
    [
        [],
        [FIRST],
        [FIRST, SECOND],
        [FIRST, SECOND, THIRD, LAST],
        [FIRST, SECOND, SECOND[:-1] + ", and once more.", THIRD],
        [FIRST, SECOND, THIRD, SECOND, LAST],
        [FIRST, SECOND, THIRD, SECOND, THIRD, LAST],
        [FIRST, SECOND, THIRD, LAST, SECOND + " Really."],
        [FIRST, "Thank you.", THIRD, LAST, "Thank you."],
        [FIRST, "Why?", THIRD, "Why?", "Nobody knows."],
    ],
)
def test_a_text_without_a_copy_at_its_end_stays_whole(paragraphs: list[str]) -> None:
    assert drop_repeated_run(paragraphs) == (paragraphs, 0)


def test_a_list_within_a_copy_goes_with_it() -> None:
    listed = "- one lamp of brass\n- two mirrors\n- three hundred and fifty metres of good rope"
    text = [FIRST, SECOND, listed, THIRD]
    assert drop_repeated_run([*text, SECOND, listed, THIRD]) == (text, 3)


WORDS = ("ship", "logbook", "the keeper of the lighthouse on the western shore", "a", SECOND, THIRD)
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join))


@given(TEXTS | st.lists(st.text(min_size=1)))
def test_only_a_repeat_is_ever_removed(paragraphs: list[str]) -> None:
    kept, removed = drop_repeated_run(paragraphs)
    assert kept == paragraphs[: len(paragraphs) - removed]
    lost = paragraphs[len(kept) :]
    runs = [kept[start : start + len(lost)] for start in range(len(kept))]
    assert not lost or any(
        len(run) == len(lost) and run[:-1] == lost[:-1] and run[-1].startswith(lost[-1])
        for run in runs
    )
