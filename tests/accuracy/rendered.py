"""The corpus of rendered mark-up: the facts of every row, in every mark-up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from osce_scraper.items import Capture, PressRelease
from tests.accuracy.facts import facts
from tests.accuracy.markups import MARKUPS, Markup
from tests.accuracy.reader import read
from tests.accuracy.release import Release, truth_of
from tests.accuracy.scores import FIELDS, Score, Truth, said
from tests.accuracy.writing import write_release


@dataclass(frozen=True, slots=True)
class Page:
    """One rendered page with its truth."""

    name: str
    capture: Capture
    truth: Truth


def render(name: str) -> Iterator[Page]:
    """All pages of one mark-up."""
    markup = MARKUPS[name]
    for fact in facts():
        release = write_release(fact, name, markup.plan)
        truth = truth_of(release, markup.shown(release))
        yield Page(release.key, _capture(release, markup), truth)


def find_page(name: str) -> Page | None:
    """One page by its name, mark-up and number of the row: `flat ul 123`."""
    markup, _, number = name.rpartition(" ")
    pages = render(markup) if markup in MARKUPS and number.isdigit() else iter(())
    return next((page for page in pages if page.name == name), None)


def _capture(release: Release, markup: Markup) -> Capture:
    page = markup.page(release)
    url, row = release.url, release.row
    if markup.is_text:
        return Capture(url=url, row=row, status=None, text=page)
    mangled = markup.mangle(page) if markup.mangle else page
    body = mangled if isinstance(mangled, bytes) else mangled.encode()
    return Capture(url=url, row=row, status=200, content_type=markup.content_type, body=body)


def score_rendered() -> Score:
    """Render and read all pages, with as many processes as there are processors."""
    score = Score("rendered")
    # Not forked: a test run may have threads, which a fork would copy half-way.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for part in pool.map(score_markup, MARKUPS):
            score.merge(part)
    return score


def score_markup(name: str) -> Score:
    """Render and read the pages of one mark-up."""
    score = Score(name)
    for page in render(name):
        row = page.capture.row.model_dump() if page.capture.row else None
        score.note(page.name, page.capture.content, [page.truth, row])
        result = read(page.capture)
        got = said(result) if isinstance(result, PressRelease) else None
        score.records += got is not None
        score.add(page.name, FIELDS, page.truth, got)
    return score
