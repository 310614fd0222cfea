"""Which line of a page is its title."""

from __future__ import annotations

from osce_scraper.errors import PageRefusedError
from osce_scraper.normalise.datelines import parse_dateline
from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.labels import BREADCRUMBS, OTHER_KINDS, SITE_NAMES
from osce_scraper.pages.lines import Line
from osce_scraper.pages.page import Page
from osce_scraper.taxonomy.vocabulary import fold

_LABEL_WITHIN = 8
_KINDS = BREADCRUMBS | OTHER_KINDS | TYPES.keys()


def find_title(page: Page) -> int:
    """Index of the title's line, -1 where no line is the title.

    In HTML the `<h1>`, of several the one that the meta data name too; in text the line above
    the labelled header, else the first that is no crumb or type line.
    """
    if page.root is None:
        return _find_in_text(page.lines)
    declared = fold(page.meta.title or "")
    headings = [
        i
        for i, line in enumerate(page.lines)
        if line.level == 1 and line.text and fold(line.text) not in SITE_NAMES
    ]
    named = [i for i in headings if fold(page.lines[i].text) == declared]
    if headings:
        return (named or headings)[0]
    return next((i for i, line in enumerate(page.lines) if fold(line.text) == declared), -1)


def _find_in_text(lines: list[Line]) -> int:
    label = next((i for i, line in enumerate(lines[:_LABEL_WITHIN]) if line.label), 0)
    if label and fold(lines[label - 1].text) not in _KINDS:
        return label - 1
    for index, line in enumerate(lines):
        if fold(line.text) not in _KINDS:
            is_title = line.kind != "item" and not line.label and not parse_dateline(line.text)
            return index if is_title else -1
    return -1


def read_title(page: Page, index: int, type_line: str | None) -> str:
    """The title's text: its line, else what the meta data say.

    Raises:
        PageRefusedError: `no_title`.
    """
    title = page.lines[index].text if index >= 0 else (page.meta.title or "")
    if not title or fold(title) == fold(type_line or ""):
        raise PageRefusedError("no_title", "the page has no title")
    return title
