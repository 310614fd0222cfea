"""Captions that stand apart from their pictures, as lines of the text."""

from __future__ import annotations

import re

from osce_scraper.pages.lines import Line, Picture

_LINK = "Photo details"
_ENDS = (_LINK, ")")
# A photographer's name has small letters, so `(OSCE/ODIHR)` at the end of a sentence is none.
_CREDIT = re.compile(
    r"\((?:OSCE/[^()a-z]{0,40}[a-z][^()]{0,60}|[^()a-z]{0,40}[a-z][^()]{0,60}/OSCE)\)$"
)
_NEAR = 2  # lines between a picture and its caption


def is_caption(line: Line) -> bool:
    """Whether a line looks like a caption of the old layout (https://osce.org/kosovo/54097)."""
    text = line.text
    return text.endswith(_LINK) or (text.endswith(")") and bool(_CREDIT.search(text)))


def find_captions(lines: list[Line], pictures: list[Picture]) -> dict[int, str]:
    """Captions by the index of their line.

    A credit alone makes a caption only near a picture: sentences end in brackets too.
    """
    places = {picture.position for picture in pictures}
    return {
        index: line.text.removesuffix(_LINK).strip()
        for index, line in enumerate(lines)
        if line.text.endswith(_ENDS)
        and is_caption(line)
        and (line.text.endswith(_LINK) or any(index - n in places for n in range(_NEAR + 1)))
    }
