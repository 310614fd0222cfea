"""Every page of `fixtures/` gives the record, or the refusal, that lies beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.items import Capture, PressRelease, Rejected
from osce_scraper.reading import read_captures, read_taxonomy

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(path.parent.name for path in FIXTURES.glob("*/capture.json"))


def load(case: str) -> Capture:
    """The capture of a fixture."""
    folder = FIXTURES / case
    facts = json.loads((folder / "capture.json").read_text("utf-8"))
    if (folder / "page.html").exists():
        return Capture(**facts, body=(folder / "page.html").read_bytes())
    return Capture(**facts, text=(folder / "page.txt").read_text("utf-8"))


def expected(case: str, name: str) -> Any:
    """An expectation of a fixture; None where it has none of that name."""
    path = FIXTURES / case / name
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def test_there_are_fixtures() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize("case", CASES)
def test_page_gives_what_lies_beside_it(case: str) -> None:
    (result,) = read_captures([load(case)])
    refusal = expected(case, "rejected.json")
    if refusal is not None:
        assert isinstance(result, Rejected)
        assert result.reason == refusal["reason"]
        return
    assert isinstance(result, PressRelease), result
    record = expected(case, "record.json")
    got = result.model_dump()
    for issue in got["issues"]:
        del issue["detail"]
    assert {name: got[name] for name in record} == record
    assert list(record) == [name for name in got if name in record]


@pytest.mark.parametrize("case", [case for case in CASES if expected(case, "taxonomy.json")])
def test_menu_gives_the_tree_that_lies_beside_it(case: str) -> None:
    wanted = expected(case, "taxonomy.json")
    found = read_taxonomy([load(case)])
    assert found.is_complete is wanted["complete"]
    assert found.issues == []
    paths = [" > ".join(term.path[:-1]) for term in found.terms]
    for path, count in wanted["children"].items():
        assert paths.count(path) == count, path
