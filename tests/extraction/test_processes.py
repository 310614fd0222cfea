"""Processes that read are copies of one that has loaded what they need."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.extraction import processes
from osce_scraper.extraction.processes import LOADED, start_loading
from osce_scraper.extraction.sharing import Job, share_out
from tests.conftest import FIXTURES, Command

# No function of this file: a worker would import the file to find it, and what that imports.
HAS_LOADED = partial(eval, f"{LOADED!r} in __import__('sys').modules")


def done_by_a_worker(work: Callable[[], Any]) -> Any:
    (result,) = share_out(lambda _: [Job(work, lambda result: [result])], 2)
    return result


def test_a_worker_is_the_copy_of_a_process_without_threads_that_has_loaded() -> None:
    assert done_by_a_worker(HAS_LOADED)
    copied = done_by_a_worker(os.getppid)
    assert copied != os.getpid()
    assert len(list(Path(f"/proc/{copied}/task").iterdir())) == 1


def no_server() -> None:
    raise OSError("no folder for temporary files")


@pytest.mark.parametrize(
    ("where", "name", "instead"),
    [
        (processes, "get_all_start_methods", lambda: ["spawn"]),
        (forkserver, "ensure_running", no_server),
    ],
)
def test_where_no_process_can_be_copied_a_worker_loads_for_itself(
    monkeypatch: pytest.MonkeyPatch, where: object, name: str, instead: Callable[[], object]
) -> None:
    monkeypatch.setattr(where, name, instead)
    assert start_loading().get_start_method() == "spawn"
    assert not done_by_a_worker(HAS_LOADED)


def test_no_module_is_loaded_from_the_current_folder(tmp_path: Path, command: Command) -> None:
    script = tmp_path / "script" / "osce.py"
    script.parent.mkdir()
    script.write_text(
        "from osce_scraper.cli import main\nif __name__ == '__main__':\n    main()\n", "utf-8"
    )
    (tmp_path / "pydantic.py").write_text("raise RuntimeError('of the current folder')\n", "utf-8")
    page = FIXTURES / "new-strong" / "page.html"
    start = (sys.executable, str(script))
    run = command("extract", page, "--workers", "2", start=start, cwd=tmp_path)
    assert run.stderr == ""
    assert len(run.stdout.splitlines()) == 1


def test_the_environment_of_the_first_process_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    start_loading()
    assert "PYTHONSAFEPATH" not in os.environ
    monkeypatch.setenv("PYTHONSAFEPATH", "0")
    start_loading()
    assert os.environ["PYTHONSAFEPATH"] == "0"
