"""Which term a page means when it names an issuing body or a subject."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from osce_scraper.kept import keep_short
from osce_scraper.taxonomy.vocabulary import fold, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osce_scraper.taxonomy.vocabulary import Term

Kind = Literal["source", "field"]

VOCABULARIES: Mapping[Kind, tuple[str, ...]] = {
    "source": ("structure", "field-operation"),
    "field": ("field-of-work",),
}
# Headings of the menu that old releases name as their source:
# https://www.osce.org/press-releases?activities=124&page=3381
SOURCE_HEADINGS = (
    "section:our-work/partnerships",
    "section:countries/asian-partners-for-co-operation",
    "section:countries/mediterranean-partners-for-co-operation",
)
# The observer mission at Gukovo and Donetsk is "(discontinued)"; no capture shows that label.
CLOSED = re.compile(r" ?\((?:closed|discontinued)\)$")


@keep_short(4096)
def resolve_source(raw: str) -> tuple[Term | None, bool]:
    """Return the body that a page names as source, and whether it marks the body as closed."""
    key = fold(raw)
    open_key = CLOSED.sub("", key)
    return _terms("source").get(_bare(open_key)), open_key != key


@keep_short(4096)
def resolve_field(raw: str) -> Term | None:
    """Return the field of work that a page names."""
    return _terms("field").get(_bare(fold(raw)))


def split_names(raw: str, kind: Kind) -> list[str]:
    """Split a comma-joined line into names, leaving whole those that hold a comma themselves."""
    parts = [part for part in map(str.strip, raw.split(",")) if part]
    names, start = [], 0
    while start < len(parts):
        size = _known_length(parts[start : start + _most_parts(kind)], kind)
        names.append(", ".join(parts[start : start + size]))
        start += size
    return names


def _known_length(parts: list[str], kind: Kind) -> int:
    """Return how many parts make the longest known name at the start, at least one."""
    sizes = range(len(parts), 1, -1)
    return next((size for size in sizes if _is_known(", ".join(parts[:size]), kind)), 1)


def _is_known(name: str, kind: Kind) -> bool:
    return (resolve_source(name)[0] if kind == "source" else resolve_field(name)) is not None


def _bare(key: str) -> str:
    """Drop what the site writes before the same body at one time and not at another."""
    return key.removeprefix("the ").removeprefix("osce ")


@cache
def _terms(kind: Kind) -> dict[str, Term]:
    headings = SOURCE_HEADINGS if kind == "source" else ()
    return {
        _bare(fold(name)): term
        for term in vocabulary().terms
        if term.vocabulary in VOCABULARIES[kind] or term.id in headings
        for name in term.names
    }


@cache
def _most_parts(kind: Kind) -> int:
    return max(name.count(",") for name in _terms(kind)) + 1
