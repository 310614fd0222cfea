"""Living sites, and datasets that follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.runs.update.dataset import Dataset
from tests.site.living import LivingSite

Follow = Callable[[int], Dataset]


@pytest.fixture
def follow(command: Command, tmp_path: Path) -> Iterator[Follow]:
    """Starts a site with so many releases, and a dataset that follows it."""
    with ExitStack() as stack:

        def start(count: int) -> Dataset:
            site = stack.enter_context(LivingSite(count))
            dataset = Dataset(tmp_path / "dataset", site, command)
            run = dataset.update()
            assert (run.returncode, run.stderr) == (0, "")
            return dataset

        yield start
