"""Is it a release? The one gate that every page passes or not."""

from __future__ import annotations

import re

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import ListingRow
from osce_scraper.normalise.addresses import canonical_url
from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.head import Head
from osce_scraper.pages.labels import OTHER_KINDS, WALLS
from osce_scraper.pages.page import Page
from osce_scraper.pages.row_labels import count_rows
from osce_scraper.taxonomy.vocabulary import fold

_HEADER = ("date", "place", "source")
_FEWEST_LABELS = 2
_WORD = re.compile(r"\w+")


def check_is_own(page: Page) -> None:
    """Refuse a page that gives itself an address of another site.

    Raises:
        PageRefusedError: `off_site`.
    """
    own = page.meta.canonical
    if own and canonical_url(own, page.site) is None:
        raise PageRefusedError("off_site", f"the page says that its address is {own}")


def check_is_release(page: Page, head: Head, *, has_dateline: bool) -> None:
    """Refuse a page that is no release.

    A type line of the listing's types, the labelled header or a dateline make a release; a
    listing row or the user vouches for a page that shows none of these, but not for a page that
    stands in its place: one without the row's title, or one that says that it is missing.

    Raises:
        PageRefusedError: `not_a_release`.
    """
    kind = fold(head.type_line or "")
    if kind in OTHER_KINDS:
        raise PageRefusedError("not_a_release", f"the page calls itself '{head.type_line}'")
    if count_rows(page.lines) > 1:
        raise PageRefusedError("not_a_release", "a page that lists others")
    has_header = sum(label in head.values for label in _HEADER) >= _FEWEST_LABELS
    if kind in TYPES or has_header or has_dateline:
        return
    if (wall := _wall(page)) is not None:
        raise PageRefusedError("not_a_release", f"the page says '{wall}'")
    row = page.capture.row
    if page.capture.vouched or (row is not None and _describes(row, page)):
        return
    shows_another = "" if row is None else f", and not the title of its row, '{row.title}'"
    raise PageRefusedError(
        "not_a_release", f"neither type line, labelled header nor dateline{shows_another}"
    )


def _wall(page: Page) -> str | None:
    """The heading of a page that stands in the place of a release."""
    headings = [line.text for line in page.lines if line.level == 1]
    return next((text for text in headings if fold(text) in WALLS), None)


def _describes(row: ListingRow, page: Page) -> bool:
    """Whether a page shows at least half of the words of its row's title."""
    words = set(_WORD.findall(fold(row.title)))
    shown = {word for line in page.lines for word in _WORD.findall(fold(line.text))}
    return 2 * len(words & shown) >= len(words)
