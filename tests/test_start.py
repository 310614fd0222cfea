"""What a command does not need is not imported: quick starts, asserted without a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FIXTURES

_CODE = """
import sys
from osce_scraper.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print("imported:", *sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def imported(*arguments: str) -> set[str]:
    """Top-level modules that a command has imported when it is done."""
    code = _CODE.format(arguments=list(arguments))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.rpartition("imported: ")[2].split())


@pytest.fixture
def dump(tmp_path: Path) -> str:
    """A file that `validate` finds no fault in."""
    path = tmp_path / "rejected.jsonl"
    path.write_text("", "utf-8")
    return str(path)


def test_help_imports_little_more_than_click() -> None:
    slow = {"scrapy", "pydantic", "lxml", "orjson", "rich", "warcio", "dateparser"}
    assert "click" in imported("--help")
    assert not imported("--help") & slow


@pytest.mark.parametrize("arguments", [("schema",), ("schema", "--help"), ("extract", "--help")])
def test_scrapy_is_not_imported(arguments: tuple[str, ...]) -> None:
    assert not imported(*arguments) & {"scrapy", "twisted"}


def test_scrapy_is_not_imported_to_validate(dump: str) -> None:
    assert not imported("validate", dump) & {"scrapy", "twisted"}


def test_scrapy_is_not_imported_to_extract() -> None:
    page = FIXTURES / "new-strong" / "page.html"
    assert not imported("extract", str(page)) & {"scrapy", "twisted", "dateparser", "rich"}
