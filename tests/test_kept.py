from __future__ import annotations

from collections.abc import Callable

import pytest

from osce_scraper.kept import keep_short, keep_short_with


def test_a_short_text_is_asked_for_once_with_each_argument() -> None:
    asked: list[tuple[str, int]] = []

    @keep_short_with(8)
    def measure(text: str, more: int = 0) -> int:
        asked.append((text, more))
        return len(text) + more

    assert [measure("Vienna"), measure("Vienna"), measure("Vienna", 2)] == [6, 6, 8]
    assert asked == [("Vienna", 0), ("Vienna", 2)]


@pytest.mark.parametrize("keep", [keep_short, keep_short_with])
def test_a_long_text_is_not_kept(
    keep: Callable[[int], Callable[[Callable[[str], int]], Callable[[str], int]]],
) -> None:
    asked: list[str] = []

    @keep(8)
    def measure(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [measure("x" * 10_000), measure("x" * 10_000)] == [10_000, 10_000]
    assert len(asked) == 2


def test_only_the_last_answers_are_kept() -> None:
    asked: list[str] = []

    @keep_short(2)
    def measure(text: str) -> int:
        asked.append(text)
        return len(text)

    for text in ("a", "b", "c", "c", "b", "a"):
        measure(text)
    assert asked == ["a", "b", "c", "a"]
