"""The lines of an HTML page: one walk over its tree, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Collection

from lxml import etree
from lxml.etree import _Element

from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.blocks import BLOCKS, HEADINGS, TEXT, TRANSPARENT, is_box, may_be_label
from osce_scraper.pages.elements import elements_of
from osce_scraper.pages.ending import Ending
from osce_scraper.pages.labels import LONGEST_LABEL, label_of
from osce_scraper.pages.left_out import (
    SUSPECTED_TAGS,
    TELLING_ATTRIBUTES,
    in_figure,
    is_left_out,
    text_of,
)
from osce_scraper.pages.lines import Line, Picture, fold_blanks
from osce_scraper.pages.pictures import pictures_in
from osce_scraper.pages.stage import Stage
from osce_scraper.taxonomy.vocabulary import fold


def html_lines(
    root: _Element,
    skipped: Collection[_Element] = (),
    is_prose: Callable[[Line], bool] | None = None,
    ending: Ending | None = None,
) -> tuple[list[Line], list[Picture]]:
    """Read the lines below an element, and the pictures among them.

    Args:
        root: Where to begin.
        skipped: Elements that are left out, e.g. the menu.
        is_prose: Tells the first line of the text; until then a label inside a paragraph
            (`<strong>Place:</strong> VIENNA`) begins a line of its own. None: it always does.
        ending: Tells where the text of a release is over, and the walk ends. None: it goes to
            the end of the page.
    """
    stage = Stage(len(elements_of(root).below("h1")), is_prose, ending)
    reader = _Reader(root, skipped, stage)
    reader.read()
    return reader.lines, reader.pictures


class _Reader:
    """Walks a tree once, without recursion, and gathers lines."""

    def __init__(
        self,
        root: _Element,
        skipped: Collection[_Element],
        stage: Stage,
    ) -> None:
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        self.root = root
        self.skipped = frozenset(skipped)
        self.stage = stage
        self.blocks = [(root, TEXT)]
        self.in_heading = False
        self.parts: list[str] = []
        self.times: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.link_texts: list[str] = []
        self.anchors: list[_Element] = []
        self.anchor_start = 0

    def read(self) -> None:
        # All of a page passes here, so what most elements need is done without a call.
        parts, blocks, anchors, stage = self.parts, self.blocks, self.anchors, self.stage
        root, tells_nothing = self.root, TELLING_ATTRIBUTES.isdisjoint
        suspected = SUSPECTED_TAGS.union(str(element.tag) for element in self.skipped)
        for event, element in self.walker:
            if event == "start":
                tag: str = element.tag  # type: ignore[assignment] # what starts has a name
                if (
                    tag in suspected or ((names := element.keys()) and not tells_nothing(names))
                ) and self._leaves_out(element, tag):
                    self.walker.skip_subtree()
                    continue
                if tag in BLOCKS and not self.in_heading:
                    if parts or self.times:
                        self._flush()
                    blocks.append((element, BLOCKS[tag] or blocks[-1][1]))
                    self.in_heading = tag in HEADINGS
                else:
                    self._open_inline(element, tag)
                text = element.text
            else:
                if blocks[-1][0] is element:
                    if parts or self.times:
                        self._flush()
                    blocks.pop()
                    self.in_heading = False  # no block opens inside a heading
                    if stage.is_over:
                        return
                if anchors and anchors[-1] is element:
                    self._end_anchor()
                    anchors.pop()
                text = element.tail if element is not root else None
            if text and (parts or not text.isspace()):
                parts.append(text)  # blanks that begin a line say nothing
        self._flush()

    def _leaves_out(self, element: _Element, tag: str) -> bool:
        if tag == "figure" or (tag == "img" and not in_figure(element)):
            position = len(self.lines) + bool("".join(self.parts).strip())
            self.pictures += pictures_in(element, position)
        return element in self.skipped or is_left_out(element)

    def _open_inline(self, element: _Element, tag: str) -> None:
        if self.in_heading:
            if tag in BLOCKS or tag == "br":
                self.parts.append(" ")
        elif tag == "br":
            self._flush()
        elif (tag == "a" and is_box(element)) or self._is_label(element, tag):
            self._flush()
            kind = self.blocks[-1][1] if tag in TRANSPARENT else TEXT
            self.blocks.append((element, kind))
        if tag == "a" and element.get("href"):
            self._end_anchor()
            self.anchors.append(element)
        elif tag == "time":
            self.times.append((element.get("datetime") or "", text_of(element)))

    def _end_anchor(self) -> None:
        """Note the link that ends here, or goes on in the next line."""
        if self.anchors:
            text = fold_blanks("".join(self.parts[self.anchor_start :]))
            if text:
                self.links.append(self.anchors[-1].get("href", ""))
                self.link_texts.append(text)
        self.anchor_start = len(self.parts)

    def _is_label(self, element: _Element, tag: str) -> bool:
        if self.stage.has_prose or tag in {"a", "time"} or not may_be_label(element):
            return False
        text = text_of(element)
        is_kind = not self.stage.has_title and fold(text) in TYPES
        if len(text) > LONGEST_LABEL or not (label_of(text) or is_kind):
            return False
        # A word such as "News" or "Date" inside a sentence has text before it.
        return not "".join(self.parts).strip() or text.endswith(":")

    def _flush(self) -> None:
        if self.anchors:
            self._end_anchor()
        parts, lines = self.parts, self.lines
        text = fold_blanks("".join(parts))
        parts.clear()
        self.anchor_start = 0
        if lines and lines[-1].label:
            text = text.removeprefix(":").lstrip()  # <strong>Place</strong>: VIENNA
        if text or self.times:
            owner, (kind, level) = self.blocks[-1]
            label = label_of(text) if len(text) <= LONGEST_LABEL else None
            line = Line(text, kind, level, owner, label, self.times, self.links, self.link_texts)
            lines.append(line)
            self.stage.pass_by(line)
        self.times, self.links, self.link_texts = [], [], []
