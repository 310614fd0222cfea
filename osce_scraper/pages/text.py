"""Plain-text captures: lines as in HTML, with the navigation cut off and images set apart.

The forms are those of text extractors (facts section 2): `- ` before items of a list, a lone `-`
before a heading of the menu, `•` before items of the body, Markdown for images.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.labels import OTHER_KINDS, label_of
from osce_scraper.pages.lines import Kind, Line, Picture, fold_blanks
from osce_scraper.taxonomy.vocabulary import fold, vocabulary

_IMAGE = re.compile(r"!\[[^\]]*\]\((\S+?)\)")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]+\)")
_ITEM = re.compile(r"\s*[-•*·]\s+(?=\S)")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_LAST_OF_MENU = "about us"
_MENU_STARTS_WITHIN = 40
_FEWEST_KNOWN = 12
_HEADER = ("date", "place", "source")  # 'Fields of work' is a label and an entry of the menu


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text capture, taken apart."""

    menu: list[str]
    """Lines of the navigation, as they stand; empty where the capture has none."""
    lines: list[Line]
    """Everything after it."""
    pictures: list[Picture]


def open_text(text: str) -> TextPage:
    """Take a text capture apart into navigation, lines and images."""
    raw = text.lstrip("\ufeff").splitlines()
    cut = _end_of_menu(raw)
    lines: list[Line] = []
    pictures: list[Picture] = []
    for part in raw[cut:]:
        pictures += [Picture(len(lines), url, None) for url in _IMAGE.findall(part)]
        if (line := _line(part)) is not None:
            lines.append(line)
    return TextPage(raw[:cut], lines, pictures)


def _end_of_menu(raw: list[str]) -> int:
    """Index of the first line after the menu, 0 where there is none.

    The menu's last entry is 'About us', and it holds no word like 'Press release', so the
    last 'About us' before the type line is a safe cut (https://www.osce.org/secretariat/129296).
    """
    words = [fold(line.lstrip("-• ")) for line in raw]
    find = vocabulary().find_label
    if sum(bool(find(word)) for word in words[:_MENU_STARTS_WITHIN]) < _FEWEST_KNOWN:
        return 0
    kinds = TYPES.keys() | OTHER_KINDS
    first_kind = next((i for i, word in enumerate(words) if word in kinds), len(words))
    ends = [i for i, word in enumerate(words[:first_kind]) if word == _LAST_OF_MENU]
    header = (label_of(word) for word in words[_MENU_STARTS_WITHIN:first_kind])
    if not ends and not any(label in _HEADER for label in header):
        return first_kind  # a capture that ends inside its menu, or whose menu ends otherwise
    return ends[-1] + 1 if ends else 0


def _line(raw: str) -> Line | None:
    text = _MARKDOWN_LINK.sub(r"\1", _IMAGE.sub("", raw))
    text = text.replace("[]", "")
    kind: Kind = "text"
    level = 0
    if match := _ITEM.match(text):
        kind, text = "item", text[match.end() :]
    elif match := _HEADING.match(text):
        kind, level, text = "heading", len(match[1]), text[match.end() :]
    text = fold_blanks(text)
    if not text or text == "-":
        return None
    return Line(text, kind, level, label=label_of(text))
