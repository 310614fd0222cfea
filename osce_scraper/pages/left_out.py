"""The elements of a page that are no part of its text: tools, frames, what is hidden."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from osce_scraper.pages.labels import LONGEST_LABEL, label_of
from osce_scraper.pages.lines import fold_blanks

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "select", "iframe")
    + ("nav", "footer", "button", "object", "video", "audio", "dialog")
)
_HOLDERS = frozenset(("form", "aside"))
SUSPECTED_TAGS = _SKIPPED | _HOLDERS | {"figure", "figcaption", "img"}
TELLING_ATTRIBUTES = frozenset(("aria-hidden", "hidden", "role", "style"))
"""An element that has none of these tags or attributes is not left out, nor is it a picture."""
_LABEL_TAGS = ("dt", "th", "strong", "b", "span", "div", "p", "li", "h2", "h3", "h4", "td")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STRING = etree.XPath("string()")


def is_left_out(element: _Element) -> bool:
    """Whether an element and all below it is no text of the page."""
    tag = str(element.tag)
    if tag in _HOLDERS:
        return not _holds_header(element, tag)
    if tag == "figure":  # editors put tables and quotations of the text into one
        return next(element.iter("table", "blockquote"), None) is None
    if tag == "figcaption" and in_figure(element, "img"):
        return True
    return (
        tag in _SKIPPED
        or element.get("aria-hidden") == "true"
        or element.get("hidden") is not None
        or element.get("role") in {"navigation", "search", "banner", "contentinfo"}
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _holds_header(element: _Element, tag: str) -> bool:
    """Whether a form wraps the whole page, or an aside holds the labelled header."""
    if tag == "form":
        return next(element.iter("h1"), None) is not None
    texts = (text_of(part) for part in element.iter(*_LABEL_TAGS) if len(part) <= 1)
    labels = {label_of(text) for text in texts if len(text) <= LONGEST_LABEL}
    return len(labels & {"date", "place", "source"}) > 1


def in_figure(element: _Element, holding: str = "*") -> bool:
    """Whether an element stands in a `figure` that holds elements of this tag."""
    figure = next(element.iterancestors("figure"), None)
    return figure is not None and next(figure.iterdescendants(holding), None) is not None


def text_of(element: _Element) -> str:
    """All text below an element, blanks folded."""
    text = str(_STRING(element)) if len(element) else element.text or ""
    return fold_blanks(text)
