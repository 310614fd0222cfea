"""The lines of an HTML page: one walk over its tree, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Collection

from lxml import etree
from lxml.etree import _Element

from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.elements import elements_of
from osce_scraper.pages.labels import LONGEST_LABEL, label_of
from osce_scraper.pages.left_out import (
    in_figure,
    is_left_out,
    may_be_left_out,
    text_of,
)
from osce_scraper.pages.lines import Kind, Line, Picture
from osce_scraper.taxonomy.vocabulary import fold

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TEXT: tuple[Kind, int] = ("text", 0)
_KINDS: dict[str, tuple[Kind, int]] = {
    **{tag: ("heading", level) for tag, level in _HEADINGS.items()},
    "li": ("item", 0),
    **dict.fromkeys(("dt", "dd", "td", "th"), ("cell", 0)),
}
"""What the lines in an element are, and the level of a heading."""
_TRANSPARENT = frozenset(("p", "div", "summary", "a", "span", "strong", "b"))
_BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt")
    + ("fieldset", "figcaption", "figure", "header", "hr", "html", "li", "main", "ol", "p", "pre")
    + ("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
    + tuple(_HEADINGS)
)
_ICON = 32  # pixels


def html_lines(
    root: _Element,
    skipped: Collection[_Element] = (),
    is_prose: Callable[[Line], bool] | None = None,
) -> tuple[list[Line], list[Picture]]:
    """Read the lines below an element, and the pictures among them.

    Args:
        root: Where to begin.
        skipped: Elements that are left out, e.g. the menu.
        is_prose: Tells the first line of the text; until then a label inside a paragraph
            (`<strong>Place:</strong> VIENNA`) begins a line of its own. None: it always does.
    """
    reader = _Reader(root, skipped, is_prose)
    reader.read()
    return reader.lines, reader.pictures


class _Reader:
    """Walks a tree once, without recursion, and gathers lines."""

    def __init__(
        self,
        root: _Element,
        skipped: Collection[_Element],
        is_prose: Callable[[Line], bool] | None,
    ) -> None:
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        self.root = root
        self.skipped = set(skipped)
        self.is_prose = is_prose
        self.splits_labels = True
        self.has_title = False
        self.has_h1 = bool(elements_of(root).below("h1"))
        self.blocks: list[_Element] = []
        self.kinds = [_TEXT]
        self.heading: _Element | None = None
        self.parts: list[str] = []
        self.times: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.link_texts: list[str] = []
        self.anchors: list[_Element] = []
        self.anchor_start = 0

    def read(self) -> None:
        for event, element in self.walker:
            if event == "start":
                self._open(element)
                continue
            if self.blocks and self.blocks[-1] is element:
                self._close_block(element)
            if self.anchors and self.anchors[-1] is element:
                self._end_anchor()
                self.anchors.pop()
            tail = element.tail
            if tail and (self.parts or not tail.isspace()) and element is not self.root:
                self.parts.append(tail)  # blanks that begin a line say nothing
        self._flush()

    def _open(self, element: _Element) -> None:
        tag = element.tag
        if tag == "figure" or (tag == "img" and not in_figure(element)):
            self._take_pictures(element)
        if element in self.skipped or (may_be_left_out(element, tag) and is_left_out(element)):
            self.walker.skip_subtree()
            return
        if self.heading is not None:
            if tag in _BLOCKS or tag == "br":
                self.parts.append(" ")
        elif tag in _BLOCKS or (tag == "a" and _is_box(element)) or self._is_label(element):
            self._open_block(element)
        elif tag == "br":
            self._flush()
        if tag == "time":
            self.times.append((element.get("datetime") or "", text_of(element)))
        elif tag == "a" and element.get("href"):
            self._end_anchor()
            self.anchors.append(element)
        text = element.text
        if text and (self.parts or not text.isspace()):
            self.parts.append(text)

    def _open_block(self, element: _Element) -> None:
        self._flush()
        tag = str(element.tag)
        around = self.kinds[-1] if tag in _TRANSPARENT else _TEXT
        self.kinds.append(_KINDS.get(tag, around))
        self.blocks.append(element)
        self.heading = element if tag in _HEADINGS else None

    def _close_block(self, element: _Element) -> None:
        self._flush()
        self.blocks.pop()
        self.kinds.pop()
        self.heading = None if element is self.heading else self.heading

    def _take_pictures(self, element: _Element) -> None:
        captions = (text_of(caption) for caption in element.iter("figcaption"))
        caption = next(captions, "") or None
        position = len(self.lines) + bool("".join(self.parts).strip())
        self.pictures += [
            Picture(position, source, caption)
            for image in element.iter("img")
            if (source := _source(image))
        ]

    def _end_anchor(self) -> None:
        """Note the link that ends here, or goes on in the next line."""
        if self.anchors:
            text = " ".join("".join(self.parts[self.anchor_start :]).split())
            if text:
                self.links.append(self.anchors[-1].get("href", ""))
                self.link_texts.append(text)
        self.anchor_start = len(self.parts)

    def _is_label(self, element: _Element) -> bool:
        if not self.splits_labels or len(element) > 1 or element.tag in {"a", "time", "br"}:
            return False
        child = element[0] if len(element) else None
        if child is not None and len(child) > 0:
            return False
        own = (
            element.text,
            child.text if child is not None else "",
            child.tail if child is not None else "",
        )
        if not 0 < sum(len(part or "") for part in own) <= 2 * LONGEST_LABEL:
            return False
        text = text_of(element)
        is_kind = not self.has_title and fold(text) in TYPES
        if len(text) > LONGEST_LABEL or not (label_of(text) or is_kind):
            return False
        # A word such as "News" or "Date" inside a sentence has text before it.
        return not "".join(self.parts).strip() or text.endswith(":")

    def _flush(self) -> None:
        if not self.parts and not self.times:
            return
        self._end_anchor()
        text = " ".join("".join(self.parts).split())
        if self.lines and self.lines[-1].label:
            text = text.removeprefix(":").lstrip()  # <strong>Place</strong>: VIENNA
        if text or self.times:
            line = self._line(text)
            self.lines.append(line)
            self.has_title = self.has_title or line.level == 1 or not self.has_h1
            # Running text above the title is a notice, not the release.
            if self.has_title and self.is_prose is not None and self.is_prose(line):
                self.splits_labels = False
        self.parts, self.times, self.links, self.link_texts = [], [], [], []
        self.anchor_start = 0

    def _line(self, text: str) -> Line:
        kind, level = self.kinds[-1]
        owner = self.blocks[-1] if self.blocks else self.root
        return Line(
            text, kind, level, owner, label_of(text), self.times, self.links, self.link_texts
        )


def _is_box(link: _Element) -> bool:
    """Whether a link holds blocks, e.g. `<a class="teaser"><h2>…</h2><time>…</time></a>`."""
    return any(child.tag in _BLOCKS for child in link)


def _source(image: _Element) -> str:
    """Address of a picture; empty for an icon or a counting pixel."""
    if any(
        (image.get(side) or "").strip().rstrip("px").isdigit()
        and int((image.get(side) or "0").strip().rstrip("px")) <= _ICON
        for side in ("width", "height")
    ):
        return ""
    source = image.get("src", "")
    return image.get("data-src", source) if source.startswith("data:") or not source else source
