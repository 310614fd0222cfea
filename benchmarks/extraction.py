"""Extraction of the same pages by everyone, and serialisation of what we give."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

import orjson

from benchmarks.pages import Page
from benchmarks.rounds import Result, run_rounds
from benchmarks.spending import spend
from osce_scraper.dataset.files import line_of
from osce_scraper.items import Capture, PressRelease
from osce_scraper.reading import read_captures, validate
from tests.accuracy.peers.environments import PEERS, Peer, install

BASE = "lxml.html.fromstring"
# It takes any curl_cffi, but does not run with 0.16.
FUNDUS = Peer("fundus", "0.5.7", "run_fundus", ("curl_cffi==0.14.0",))


def measure_extraction(pages: Sequence[Page], rounds: int, *, peers: bool) -> list[Result]:
    """Processor time a page of a bare parse, of us, and of general extractors."""
    given = b"".join(_line(page) for page in pages)
    interpreters = {BASE: sys.executable, "osce-scraper": sys.executable}
    for peer in (*PEERS, FUNDUS) if peers else ():
        install(peer)
        interpreters[peer.name] = str(peer.python)
    contenders = {
        name: partial(_seconds, python, name, given) for name, python in interpreters.items()
    }
    return run_rounds(contenders, BASE, rounds)


def _line(page: Page) -> bytes:
    return orjson.dumps({"url": page.url, "html": page.body.decode()}) + b"\n"


def _seconds(python: str, name: str, given: bytes) -> float:
    said = spend([python, "-m", "benchmarks.readers", name], given).said
    return float(json.loads(said)["seconds"])


def measure_serialisation(pages: Sequence[Page], rounds: int) -> list[Result]:
    """Processor time a record of ways to make a line of it, and of its validation."""
    captures = [Capture(url=page.url, status=200, body=page.body) for page in pages]
    records = [one for one in read_captures(captures) if isinstance(one, PressRelease)]
    ways: dict[str, Callable[[PressRelease], object]] = {
        "our line (orjson on a record)": line_of,
        "model_dump_json": lambda record: record.model_dump_json().encode(),
        "json.dumps": lambda record: json.dumps(record.model_dump(), ensure_ascii=False).encode(),
        "validation": validate,
    }
    contenders = {name: partial(_per_record, way, records) for name, way in ways.items()}
    return run_rounds(contenders, "our line (orjson on a record)", rounds)


def _per_record(way: Callable[[PressRelease], object], records: list[PressRelease]) -> float:
    start = time.process_time()
    for record in records:
        way(record)
    return (time.process_time() - start) / len(records)
