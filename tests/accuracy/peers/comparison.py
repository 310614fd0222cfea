"""Measures the peers and us over the same pages, and keeps the figures for the README."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill

import osce_scraper
from tests.accuracy.peers.asking import ask
from tests.accuracy.peers.environments import PEERS, install
from tests.accuracy.peers.figures import Figures, count
from tests.accuracy.peers.sample import HTML_MARKUPS, PER_MARKUP, Sampled, our_answers, sample
from tests.accuracy.scores import fingerprint
from tests.accuracy.stored import DATA
from tests.accuracy.tables import table

STORED = DATA / "peers.json"
_HEAD = ("extractor", "title", "date", "body", "word precision", "word recall", "word F1")
_ABOUT = (
    "{per_markup} pages of each of {markups} mark-ups, chosen by hash. Every extractor is given "
    "the same decoded HTML with its address, and nothing from a listing. Bodies are compared with "
    "blanks folded, and without marks of list items and a line that repeats the title; words are "
    "counted over all bodies. trafilatura leaves type and labels in the text; news-please reads "
    "bodies with newspaper4k. The others read any site, here with their default settings, and "
    "never saw these mark-ups, which are our own and which we had in view: the table says what is "
    "gained by writing for one site, not which program is the better one."
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One run: when, with what, over which pages, and what came out."""

    measured: str
    python: str
    pages: str
    """SHA-256 of the pages and of what they say."""
    markups: int
    per_markup: int
    readers: list[Figures]


def compare() -> Comparison:
    """Install the peers where need be, and measure."""
    for peer in PEERS:
        install(peer)
    pages = sample()
    today = datetime.now(UTC).date().isoformat()
    return Comparison(
        measured=today,
        python=platform.python_version(),
        pages=_hash(pages),
        markups=len(HTML_MARKUPS),
        per_markup=PER_MARKUP,
        readers=list(_measure(pages)),
    )


def _measure(pages: list[Sampled]) -> Iterator[Figures]:
    yield count("osce-scraper", osce_scraper.__version__, pages, our_answers(pages))
    for peer in PEERS:
        yield count(peer.name, peer.version, pages, ask(peer, pages))


def _hash(pages: list[Sampled]) -> str:
    return fingerprint(
        part.encode() for one in pages for part in (one.page.name, one.html, json.dumps(one.truth))
    )


def save(comparison: Comparison, path: Path = STORED) -> None:
    """Keep a run in place of the last one."""
    path.write_text(json.dumps(asdict(comparison), indent=2) + "\n", "utf-8")


def stored(path: Path = STORED) -> Comparison | None:
    """The last run that was kept, if there is one."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text("utf-8"))
    return Comparison(**kept | {"readers": [Figures(**one) for one in kept["readers"]]})


def section(comparison: Comparison | None) -> str:
    """The part of the README; empty where the peers were never measured."""
    if comparison is None:
        return ""
    pages = comparison.markups * comparison.per_markup
    about = _ABOUT.format(markups=comparison.markups, per_markup=comparison.per_markup)
    measured = f"Measured on {comparison.measured} with Python {comparison.python}"
    return f"""**Beside general extractors, over rendered mark-up** ({pages} pages)

{table(_HEAD, map(_row, comparison.readers))}

{fill(about, 100)}

{measured}; `make accuracy PEERS=1` does so again."""


def _row(one: Figures) -> tuple[str, ...]:
    exact = (one.share(number) for number in (one.title, one.date, one.body))
    shares = (*exact, one.precision, one.recall, one.f1)
    return (f"{one.name} {one.version}", *(f"{share:.1%}" for share in shares))
