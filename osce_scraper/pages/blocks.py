"""What elements mean for the lines of a page: blocks that hold lines, and what stands in lines."""

from __future__ import annotations

from lxml.etree import _Element

from osce_scraper.pages.labels import LONGEST_LABEL
from osce_scraper.pages.lines import Kind

TEXT: tuple[Kind, int] = ("text", 0)
HEADINGS: dict[str, tuple[Kind, int]] = {f"h{n}": ("heading", n) for n in range(1, 7)}
_PLAIN = (
    ("address", "article", "blockquote", "body", "center", "details", "dl", "fieldset")
    + ("figcaption", "figure", "header", "hr", "html", "main", "ol", "pre", "section")
    + ("table", "tbody", "tfoot", "thead", "tr", "ul")
)
BLOCKS: dict[str, tuple[Kind, int] | None] = {
    **dict.fromkeys(_PLAIN, TEXT),
    **HEADINGS,
    **dict.fromkeys(("dt", "dd", "td", "th"), ("cell", 0)),
    "li": ("item", 0),
    **dict.fromkeys(("p", "div", "summary")),
}
"""What lines in a block are, with the level of a heading; None: the same as those around it."""
TRANSPARENT = frozenset(("a", "span", "strong", "b"))
"""Inline elements; a line in one of them is what those around it are."""


def is_box(link: _Element) -> bool:
    """Whether a link holds blocks, e.g. `<a class="teaser"><h2>…</h2><time>…</time></a>`."""
    return len(link) > 0 and any(child.tag in BLOCKS for child in link)


def may_be_label(element: _Element) -> bool:
    """Whether an element holds a few letters, and one element at most, which holds none."""
    children = len(element)
    if not children:
        return 0 < len(element.text or "") <= 2 * LONGEST_LABEL
    child = element[0]
    if children > 1 or len(child):
        return False
    own = (element.text, child.text, child.tail)
    return 0 < sum(len(part or "") for part in own) <= 2 * LONGEST_LABEL
