"""Pages that must give no record at all: how they are read and counted."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from osce_scraper.items import Capture, PressRelease
from tests.accuracy.reader import read
from tests.accuracy.scores import Score, Truth

FIELDS = ("record", "verdict")
_TRUTH: Truth = {"record": None, "verdict": "refused"}


def score_refused(name: str, pages: Iterable[tuple[str, list[Capture]]]) -> Score:
    """Read pages that must all be refused, with as many processes as there are processors."""
    score = Score(name)
    listed = list(pages)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        results = pool.map(_said, (captures for _, captures in listed), chunksize=32)
        for (page, captures), found in zip(listed, results, strict=True):
            for capture, got in zip(captures, found, strict=True):
                score.note(f"{page} {capture.url}", capture.content, capture.status)
                score.records += got["record"] is not None
                score.add(f"{page} {capture.url}", FIELDS, _TRUTH, got)
    return score


def _said(captures: list[Capture]) -> list[Truth]:
    """For each capture the title of the record that it gives, if it does, and the verdict."""
    return [_verdict(capture) for capture in captures]


def _verdict(capture: Capture) -> Truth:
    result = read(capture)
    if isinstance(result, PressRelease):
        return {"record": result.title, "verdict": "release"}
    return {"record": None, "verdict": "refused" if result.is_refusal else result.reason}
