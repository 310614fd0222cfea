"""States and datasets for tests, on the disk of the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.dataset.state import State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as opened:
        yield opened
