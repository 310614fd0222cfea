"""What several tests need: the command, started as users start it, local sites, a demo dump."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner, Result
from scrapy.crawler import Crawler
from scrapy.statscollectors import MemoryStatsCollector

from osce_scraper.cli import main
from osce_scraper.dataset.state import State
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import Capture, PressRelease, Provenance, Tombstone
from osce_scraper.spiders.press_releases import PressReleasesSpider
from tests.site import Routes, Site

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
Run = subprocess.CompletedProcess[str]
Invoke = Callable[..., Result]
StartSite = Callable[[Routes], Site]
"""Starts a site with the given routes; it stops when the test ends."""
MakeRecord = Callable[..., PressRelease]


class Command(Protocol):
    """Runs `osce-scraper` in a process of its own, or whatever `start` names."""

    def __call__(
        self,
        *arguments: str | Path,
        code: str = "",
        start: tuple[str, ...] | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Run:
        """Run it; `code` is Python that comes before the command."""


def quiet_environment() -> dict[str, str]:
    """The environment without proxies; what would leave this machine ends at a closed port."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    closed = "http://127.0.0.1:9"
    return kept | {"http_proxy": closed, "https_proxy": closed, "no_proxy": "127.0.0.1"}


def python_command(code: str = "") -> tuple[str, ...]:
    """How `osce-scraper` is started, with Python that comes before it."""
    return (sys.executable, "-c", f"{code}\nfrom osce_scraper.cli import main\nmain()")


@pytest.fixture(scope="session")
def command() -> Command:
    def run(
        *arguments: str | Path,
        code: str = "",
        start: tuple[str, ...] | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Run:
        return subprocess.run(
            [*(start or python_command(code)), *map(str, arguments)],
            env=quiet_environment() | dict(env or {}),
            cwd=cwd,
            timeout=60,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def invoke() -> Invoke:
    """Runs `osce-scraper` in this process; what would be shown as a traceback fails the test."""

    def run(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise AssertionError("the command ends with a traceback") from result.exception
        return result

    return run


@pytest.fixture
def start_site() -> Iterator[StartSite]:
    with ExitStack() as stack:
        yield lambda routes: stack.enter_context(Site(routes))


@pytest.fixture(scope="session")
def demo_dump(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump of the embedded site, for reading only."""
    folder = tmp_path_factory.mktemp("demo") / "dump"
    run = command("crawl", "--from", "demo", "-o", folder)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def ledger() -> Ledger:
    """A ledger on stats of its own."""
    return Ledger(MemoryStatsCollector(Crawler(PressReleasesSpider)))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """The empty state of a dataset."""
    with State(tmp_path / "state.sqlite") as opened:
        yield opened


@pytest.fixture(scope="session")
def make_record() -> MakeRecord:
    """Makes a record that fits the schema; changes are not validated."""
    capture = Provenance(
        url="https://www.osce.org/secretariat/662279",
        status=200,
        sha256="0" * 64,
        archive=None,
        offset=None,
    )
    record = PressRelease(
        id="osce-662279-en",
        node_id=662279,
        url="https://www.osce.org/secretariat/662279",
        language="en",
        type="press_release",
        title="Officers open a crate",
        date="2026-02-24",
        date_source="page",
        date_raw="24 February 2026",
        places=[],
        sources=[],
        fields_of_work=[],
        dateline=None,
        dateline_date=None,
        body="Officers opened a crate today.",
        images=[],
        attachments=[],
        translations=[],
        issues=[],
        content_sha256="0" * 64,
        layout="new-html",
        first_seen_at=None,
        changed_at=None,
        revision=1,
        captured_at="2026-03-02T08:00:00Z",
        capture=capture,
        schema_version="1.0.0",
        scraper_version="0.1.0",
    )

    def make(**changes: Any) -> PressRelease:
        return record.model_copy(update=changes)

    return make


@pytest.fixture(scope="session")
def fixture_captures() -> dict[str, Capture]:
    """The captures of `fixtures/`, by the names of their folders."""
    return {path.parent.name: _load(path) for path in sorted(FIXTURES.glob("*/capture.json"))}


def _load(path: Path) -> Capture:
    facts = json.loads(path.read_text("utf-8"))
    html, text = path.with_name("page.html"), path.with_name("page.txt")
    if html.exists():
        return Capture(**facts, body=html.read_bytes())
    return Capture(**facts, text=text.read_text("utf-8"))


def make_tombstone(record: PressRelease, **changes: Any) -> Tombstone:
    """The tombstone of a record; changes are not validated."""
    tombstone = Tombstone(
        id=record.id,
        url=record.url,
        first_missing_at="2026-03-02T08:00:00Z",
        deleted_at="2026-03-04T08:00:00Z",
        record=record,
    )
    return tombstone.model_copy(update=changes)


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The decoded lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def tree_of(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, hidden files included: names with contents."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
