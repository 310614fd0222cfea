"""A capture is named by what helps to find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from osce_scraper.items import Capture
from osce_scraper.named import name


@pytest.mark.parametrize(
    ("url", "words"),
    [("https://www.osce.org/node/1", "https://www.osce.org/node/1"), (None, "a/b")],
)
def test_a_capture_has_the_name_of_its_address_or_else_of_its_file(
    url: str | None, words: str
) -> None:
    capture = Capture(url=url, status=None, text="gone")
    assert name(Path("a/b"), capture) == (words, capture)
