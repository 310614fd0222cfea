"""The words by which a page shows what is what, in the languages that captures prove.

Words that no capture proves stand in a table of their own, or below a comment that says so. No
class name of the new layout is known, so these words and the mark-up's meaning carry it all.
"""

from __future__ import annotations

import re
from typing import Literal

from osce_scraper.taxonomy.vocabulary import fold

Label = Literal["date", "place", "source", "fields", "type"]

_LABEL_WORDS: dict[Label, tuple[str, ...]] = {
    # secretariat/129296, dushanbe.osce.org/ru/node/328336, uzbekistan.osce.org/…/661329, listings
    "date": ("date", "дата", "issued on", "publishing date", "дата публикации"),
    "place": ("place", "location", "locations"),
    "source": ("source", "источник", "issued by", "where we are"),
    "fields": ("fields of work", "what we do", "что мы делаем"),
    "type": ("content type", "вид контента"),
}
_UNPROVEN_LABEL_WORDS: dict[Label, tuple[str, ...]] = {
    "date": ("publication date", "published", "published on", "дата публікації", "datum"),
    "place": ("places", "место", "місце", "lieu", "ort", "mesto"),
    "source": ("sources", "джерело", "где мы работаем", "quelle", "izvor"),
    "fields": ("field of work", "сферы деятельности", "напрями діяльності", "domaines d'activité"),
    "type": ("тип контенту",),
}
LABELS: dict[str, Label] = {
    word: label
    for table in (_LABEL_WORDS, _UNPROVEN_LABEL_WORDS)
    for label, words in table.items()
    for word in words
}
LONGEST_LABEL = max(map(len, LABELS)) + 2

OTHER_KINDS = frozenset(
    (
        *("story", "speech", "event", "document", "photo", "report", "gallery", "photo gallery"),
        *("project", "decision", "vacancy", "job", "video", "publication", "resource", "page"),
        *("resources", "legal opinion", "legislation", "election", "interview", "multimedia"),
        *("journal", "agenda", "brochure", "factsheet", "procurement notice", "tender", "podcast"),
    )
)
"""Kinds of page that the site has besides releases; 'resources' heads /astana/400865."""

WALLS = frozenset(
    ("page not found", "access denied", "log in", "user account", "404", "403", "error", "sorry")
    + ("forbidden", "not found", "site under maintenance", "страница не найдена")
)
"""Headings of pages that stand in the place of another, as Drupal and servers write them."""

BREADCRUMBS = frozenset(
    ("newsroom", "home", "skip links", "skip navigation", "skip to main content", "новости")
    + ("news and press releases", "press releases", "you are here", "breadcrumb", "main content")
)
END_OF_BODY = frozenset(
    ("related", "related content", "related documents", "related news", "related links")
    + ("related items", "related releases", "related press releases", "see also", "read more")
    + ("share", "share this", "share this page", "follow us", "latest news", "more news", "tags")
    + ("attachments", "attachment", "documents", "downloads", "download", "files", "languages")
    + ("available languages", "other languages", "also available in", "this page in", "more from")
    + ("contacts", "contact", "print", "print this page", "back to top", "поделиться")
)
"""Headings that follow the text; the old and the new layout close their articles with such."""


MAY_END_BODY = frozenset(
    ("attachments", "attachment", "documents", "downloads", "download", "files", "tags")
    + ("contacts", "contact", "read more", "print", "languages")
)
"""Those that may also stand within a text: then the text goes on after them."""
CLOSING = END_OF_BODY - MAY_END_BODY
"""Headings that follow the text and never stand within one."""

SITE_NAMES = frozenset(("osce", "обсе", "organization for security and co-operation in europe"))
"""Headings that name the site, not the page."""


def label_of(text: str) -> Label | None:
    """The label that a short text is, or None."""
    return LABELS.get(fold(text)) if len(text) <= LONGEST_LABEL else None


_PREFIX = re.compile(
    rf"\s*({'|'.join(sorted(map(re.escape, LABELS), key=len, reverse=True))})\s*:\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)


def split_label(text: str) -> tuple[Label, str] | None:
    """Take a line like `Place: ALMATY` apart into label and value."""
    match = _PREFIX.fullmatch(text) if ":" in text else None
    return (LABELS[match[1].casefold()], match[2].strip()) if match else None
