"""The pages that all readers are given: rendered mark-up, the same ones in every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from osce_scraper.items import PressRelease
from osce_scraper.pages.decoding import decode
from tests.accuracy.choice import pick_some
from tests.accuracy.markups import MARKUPS
from tests.accuracy.peers.wire import Answer
from tests.accuracy.reader import read
from tests.accuracy.rendered import Page, render

PER_MARKUP = 7
HTML_MARKUPS = tuple(name for name, markup in MARKUPS.items() if not markup.is_text)


@dataclass(frozen=True, slots=True)
class Sampled:
    """One page, and what it says."""

    page: Page
    url: str
    html: str
    """Decoded, so that an encoding is no reader's fault."""
    truth: Answer


def sample() -> list[Sampled]:
    """So many pages of each mark-up in HTML, chosen by hash."""
    return [
        _sampled(page)
        for name in HTML_MARKUPS
        for page in pick_some(list(_alone(name)), PER_MARKUP, name, "peers")
    ]


def _alone(name: str) -> Iterator[Page]:
    """Pages that no listing row led to: a row would tell us what the peers cannot know."""
    return (page for page in render(name) if page.capture.row is None)


def _sampled(page: Page) -> Sampled:
    capture = page.capture
    html = decode(capture.content, capture.content_type)
    truth = {name: page.truth[name] for name in ("title", "date", "body")}
    return Sampled(page, str(capture.url), html, truth)


def our_answers(pages: list[Sampled]) -> dict[str, Answer]:
    """What this project reads from the same pages."""
    records = ((one.page.name, read(one.page.capture)) for one in pages)
    return {
        name: {"title": record.title, "date": record.date, "body": record.body}
        for name, record in records
        if isinstance(record, PressRelease)
    }
