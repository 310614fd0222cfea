"""Real captures, kept as text: what each shows was established by reading it.

The texts stay outside the repository; the truths in `data/real.json` hold SHA-256 of title and
body in their place, and that of the whole text, so that a changed capture is noticed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from osce_scraper.items import Capture, PressRelease
from tests.accuracy.reader import Nothing, read
from tests.accuracy.scores import FIELDS, Score, Truth, said
from tests.accuracy.stored import json_lines, load

_SEED = "seed-129296"
_VOUCHED_ONLY = "reject_unless_vouched"


def score_real(site: Path) -> Score:
    """Read every capture, and those that need a voucher once with and once without it."""
    score = Score("real")
    texts = _texts(site)
    for entry in load("real")["captures"]:
        text = texts[entry["capture"]]
        score.note(str(entry["capture"]), text.encode(), entry)
        for vouched in (False, True) if entry["expected"] == _VOUCHED_ONLY else (False,):
            _add(score, entry, text, vouched=vouched)
    return score


def _texts(site: Path) -> dict[int | str, str]:
    articles = json_lines(site / "articles.jsonl")
    texts: dict[int | str, str] = {number: one["text"] for number, one in enumerate(articles)}
    texts[_SEED] = (site / f"{_SEED}.txt").read_text("utf-8")
    return texts


def _add(score: Score, entry: dict[str, Any], text: str, *, vouched: bool) -> None:
    page = f"{entry['capture']}{' vouched' if vouched else ''} {entry['url']}"
    capture = Capture(url=entry["url"], status=None, text=text, vouched=vouched)
    result = read(capture)
    verdict = "release" if vouched else entry["expected"].removesuffix("_unless_vouched")
    score.add(page, ["verdict"], {"verdict": verdict}, {"verdict": _verdict(result)})
    if isinstance(result, PressRelease):
        score.records += 1
    if verdict == "release":
        got = _hashed(result, entry) if isinstance(result, PressRelease) else None
        score.add(page, FIELDS, _sorted(entry["truth"]), got)


def _verdict(result: PressRelease | Nothing) -> str:
    if isinstance(result, PressRelease):
        return "release"
    return "reject" if result.is_refusal and result.reason != "off_site" else result.reason


def _sorted(truth: Truth) -> Truth:
    return truth | {name: sorted(truth[name]) for name in ("places", "sources", "fields_of_work")}


def _hashed(record: PressRelease, entry: dict[str, Any]) -> Truth:
    """A record's values, with hashes for title and body."""
    got = said(record)
    paragraphs = record.body.split("\n\n")
    claimed = entry["paragraphs"]
    # Nothing is claimed of a last paragraph that the capture cuts in mid-sentence.
    if entry["cut"] and len(paragraphs) == claimed + 1:
        paragraphs = paragraphs[:claimed]
    got["title"] = _sha256(record.title)
    got["body"] = _sha256("\n\n".join(paragraphs))
    return got


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
