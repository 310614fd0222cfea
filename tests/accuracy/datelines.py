"""Real datelines: places and date of each, against a table that was made by reading them."""

from __future__ import annotations

import csv
from pathlib import Path

from osce_scraper.normalise.datelines import parse_dateline
from osce_scraper.normalise.places import normalise_places
from tests.accuracy.scores import Score, Truth
from tests.accuracy.stored import load

FIELDS = ("dateline", "places", "date")


def score_datelines(table: Path) -> Score:
    """Read the dateline of every line of `datelines.tsv`."""
    score = Score("datelines")
    with table.open(encoding="utf-8", newline="") as file:
        texts = [row["dateline_and_first_words"] for row in csv.DictReader(file, delimiter="\t")]
    for number, (text, truth) in enumerate(zip(texts, load("datelines")["lines"], strict=True), 1):
        page = f"line {number}"
        score.note(page, text.encode(), truth)
        got = _read(text)
        score.records += got["dateline"] is not None
        score.add(page, FIELDS, truth, got)
    return score


def _read(text: str) -> Truth:
    found = parse_dateline(" ".join(text.split()))
    if found is None:
        return dict.fromkeys(FIELDS)
    places = normalise_places([found.place], "dateline", [])
    return {
        "dateline": found.raw,
        "places": [[place.name, place.country] for place in places],
        "date": found.date.isoformat() if found.date else None,
    }
