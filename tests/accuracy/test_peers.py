"""The comparison with the peers, without any of them: what is counted, and what is kept."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.accuracy.peers.asking import parse, run
from tests.accuracy.peers.comparison import Comparison, save, section, stored
from tests.accuracy.peers.figures import Figures
from tests.accuracy.peers.sample import HTML_MARKUPS, PER_MARKUP, our_answers, sample
from tests.accuracy.peers.wire import Answer, answer_all
from tests.accuracy.stored import ROOT

TRUTH: Answer = {"title": "A title", "date": "2014-12-03", "body": "Two words.\n\n- one\n- two"}


def _counted(got: Answer) -> Figures:
    figures = Figures("peer", "1")
    figures.add(TRUTH, got)
    return figures


def test_sample_is_alike_in_every_run_and_read_by_us() -> None:
    pages = sample()
    assert [one.page.name for one in pages] == [one.page.name for one in sample()]
    assert len(pages) == PER_MARKUP * len(HTML_MARKUPS)
    assert len(our_answers(pages)) == len(pages)


def test_form_is_no_fault() -> None:
    got: Answer = {
        "title": "A\n title",
        "date": "2014-12-03",
        "body": "A title\nTwo\xa0words.\n\n* one\ntwo",
    }
    figures = _counted(got)
    assert (figures.title, figures.date, figures.body, figures.missing) == (1, 1, 1, 0)
    assert (figures.precision, figures.recall, figures.f1) == (1, 1, 1)


def test_words_are_counted_as_often_as_they_stand() -> None:
    figures = _counted({"body": "two two two words and more"})
    assert (figures.words_said, figures.words_read, figures.words_shared) == (4, 6, 3)
    assert (figures.precision, figures.recall, figures.f1) == (0.5, 0.75, 0.6)
    assert figures.body == 0


def test_page_without_an_answer_is_missing() -> None:
    figures = _counted({})
    assert (figures.pages, figures.missing, figures.title, figures.date) == (1, 1, 0, 0)
    assert (figures.precision, figures.recall, figures.f1) == (0, 0, 0)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("2014-12-03T12:00:00", 1),
        ("2014-12-02T23:00:00+00:00", 1),  # midnight in Vienna
        ("2014-12-02T23:00:00", 0),
        ("3 December", 0),
        (None, 0),
    ],
)
def test_day_of_a_moment_is_that_of_vienna(said: str | None, right: int) -> None:
    assert _counted({"date": said}).date == right


def test_reader_that_raises_fails_on_that_page_alone() -> None:
    def read(html: str, url: str) -> Answer:
        if not html:
            raise ValueError(url)
        return {"title": html}

    pages = [json.dumps({"name": html, "url": "u", "html": html}) for html in ("", "a")]
    answers = io.StringIO()
    answer_all(read, pages, answers)
    said = answers.getvalue().encode()
    assert b"ValueError: u" in said
    assert parse(said + b'{"name": "cut') == {"a": {"title": "a"}}


def test_slow_reader_is_stopped_and_keeps_what_it_said() -> None:
    code = "import time; print('{\"name\": 1}', flush=True); time.sleep(60)"
    said, _ = run([sys.executable, "-c", code], b"", seconds=3)
    assert said == b'{"name": 1}\n'


def test_reader_has_no_network() -> None:
    code = """
import socket
from tests.accuracy.peers.wire import serve
serve(lambda html, url: {"title": str(socket.create_connection((url, int(html))))})
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        page = {"name": "a", "url": "127.0.0.1", "html": str(server.getsockname()[1])}
        command = [sys.executable, "-c", code]
        said = subprocess.check_output(command, input=json.dumps(page).encode(), cwd=ROOT)
    assert "fetches nothing" in json.loads(said)["error"]


def test_figures_of_the_last_run_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "peers.json"
    assert section(stored(path)) == ""
    comparison = Comparison("2026-11-23", "3.11", "hash", 1, 1, [_counted(TRUTH)])
    save(comparison, path)
    assert stored(path) == comparison
    assert "| peer 1    | 100.0% | 100.0% | 100.0% | 100.0%" in section(comparison)


def test_readme_shows_the_last_run() -> None:
    assert section(stored()) in (ROOT / "README.md").read_text("utf-8")
