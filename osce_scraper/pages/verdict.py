"""Is it a release? The one gate that every page passes or not."""

from __future__ import annotations

from osce_scraper.errors import PageRefusedError
from osce_scraper.normalise.addresses import canonical_url
from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.head import Head
from osce_scraper.pages.labels import OTHER_KINDS
from osce_scraper.pages.page import Page
from osce_scraper.taxonomy.vocabulary import fold

_HEADER = ("date", "place", "source")
_FEWEST_LABELS = 2
_ROW_LABELS = ("publishing date", "дата публикации")  # of rows; a release has one at most


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
    listing row or the user vouches for a page that shows none of these.

    Raises:
        PageRefusedError: `not_a_release`.
    """
    kind = fold(head.type_line or "")
    if kind in OTHER_KINDS:
        raise PageRefusedError("not_a_release", f"the page calls itself '{head.type_line}'")
    if sum(fold(line.text).startswith(_ROW_LABELS) for line in page.lines) > 1:
        raise PageRefusedError("not_a_release", "a page that lists others")
    has_header = sum(label in head.values for label in _HEADER) >= _FEWEST_LABELS
    if kind in TYPES or has_header or has_dateline:
        return
    if page.capture.row is None and not page.capture.vouched:
        raise PageRefusedError("not_a_release", "neither type line, labelled header nor dateline")
