"""The suite without its peers, as a test: no figure may fall under its floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.accuracy.facts import facts
from tests.accuracy.ratchet import check, read_floors, update
from tests.accuracy.scores import Score, judge
from tests.accuracy.stored import FLOORS, json_lines, shared
from tests.accuracy.suite import CORPORA, at_hand, measure
from tests.accuracy.tables import readme_block, write_readme


@pytest.mark.parametrize("name", CORPORA)
def test_no_figure_falls_under_its_floor(name: str) -> None:
    if not at_hand(name):
        pytest.skip("its captures are not at hand")
    (score,) = measure((name,))
    assert check([score], read_floors(FLOORS)) == []


def test_committed_facts_are_those_of_the_rows() -> None:
    path = shared("site", "listing_rows.jsonl")
    if path is None:
        pytest.skip("the captures are not at hand")
    for fact, row in zip(facts(), json_lines(path), strict=True):
        assert f"{fact.date:%-d %B %Y}" == row["publishing_date"]
        assert fact.type == row["content_type"]
        assert fact.where == tuple(row["where_we_are"] or ())
        assert fact.what == tuple(row["what_we_do"] or ())
        assert row["teaser"].startswith(fact.dateline or "")


@pytest.mark.parametrize(
    ("wanted", "got", "outcome"),
    [
        ("a", "a", "exact"),
        (None, [], "exact"),
        ("a", "b", "wrong"),
        (["a"], [], "missing"),
        (None, "a", "invented"),
    ],
)
def test_outcomes(wanted: object, got: object, outcome: str) -> None:
    assert judge(wanted, got) == outcome


def _score(*values: str | None, wanted: str | None = "right") -> Score:
    score = Score("sample")
    for number, value in enumerate(values):
        score.note(str(number), b"page", wanted)
        score.add(str(number), ["title"], {"title": wanted}, {"title": value})
    return score


def test_floors_rise_and_do_not_fall(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    better, worse = _score("right", "right", "wrong"), _score("right", None, "wrong")
    assert update(path, [better], allow_regression=False) == []
    assert check([better], read_floors(path)) == []
    (fault,) = check([worse], read_floors(path))
    assert "title is exact in 33.3333%" in fault
    pinned = path.read_bytes()
    assert update(path, [worse], allow_regression=False) == [fault]
    assert path.read_bytes() == pinned
    assert update(path, [worse], allow_regression=True) == []
    assert check([worse, better], read_floors(path)) == []
    assert [file.name for file in tmp_path.iterdir()] == ["floors.json"]


def test_a_smaller_corpus_needs_the_flag(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    update(path, [_score("right", "right")], allow_regression=False)
    (fault,) = update(path, [_score("right")], allow_regression=False)
    assert "1 pages, fewer than 2" in fault
    assert update(path, [_score("right")], allow_regression=True) == []


def test_invented_values_and_other_corpora_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    update(path, [_score(None, wanted=None)], allow_regression=False)
    invented, other = _score("new", wanted=None), _score(None, None, wanted=None)
    assert [fault.split()[2] for fault in check([invented], read_floors(path))] == ["is", "is"]
    (fault,) = check([other], read_floors(path))
    assert "the corpus is not the one" in fault
    assert "no floor is set" in check([other], {})[0]


def test_readme_block_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Title\n\n<!-- accuracy -->\nold\n<!-- end -->\n\nlast\n", "utf-8")
    block = readme_block("| a table |", "Measured.")
    assert write_readme(path, block)
    assert path.read_text("utf-8") == f"# Title\n\n{block}\n\nlast\n"
    path.write_text("# Title\n", "utf-8")
    assert not write_readme(path, block)


def test_floors_are_written_for_every_corpus() -> None:
    assert set(json.loads(FLOORS.read_text("utf-8"))["corpora"]) == set(CORPORA)
