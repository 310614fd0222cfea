"""The organisation's own vocabulary: the terms of the menu, and those that the menu lacks.

The data is `vocabulary.toml` beside this module; it is read once, when first asked for.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from osce_scraper.kept import keep_short

if TYPE_CHECKING:
    from collections.abc import Iterable

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES = "‘’‛ʼ´`′"
INVISIBLE = "\u00ad\u200b\u2060\ufeff"
PLAIN = str.maketrans(
    {**dict.fromkeys(DASHES, "-"), **dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(INVISIBLE)}
)


@keep_short(16_384)
def fold(text: str) -> str:
    """Return the key by which names are compared, whatever their case, dashes and blanks."""
    if text.isascii():  # as most are: one apostrophe is all that has another form
        return " ".join(text.lower().replace("`", "'").split()).rstrip(" :")
    # Normalised on both sides of casefold, which can undo a composed form.
    key = unicodedata.normalize("NFKC", text.translate(PLAIN)).casefold()
    key = unicodedata.normalize("NFKC", key).translate(PLAIN)
    return " ".join(key.split()).rstrip(" :")


_LONGEST_NAME = 64
_BLANKS = bytes((*range(33), 0x9A))  # in KOI8-R, the no-break space with them


def is_wordy(text: str) -> bool:
    """Whether a line is longer than any name: it is none, and need not be folded to know that.

    Args:
        text: A line, white space folded.
    """
    if len(text) <= _LONGEST_NAME or text[-1] in " :" or not text[-1].isascii():
        return False
    # Folding keeps what can be printed, and joins four letters into one at most (U+1F82).
    if text.isascii() or (len(text) > 4 * _LONGEST_NAME and text.isprintable()):
        return True
    # Folding keeps every ASCII and Russian letter, and these are the letters of KOI8-R.
    letters = text[: 4 * _LONGEST_NAME].encode("koi8-r", "ignore").translate(None, _BLANKS)
    return len(letters) > _LONGEST_NAME


@dataclass(frozen=True, slots=True)
class Term:
    """One term, with all the names that the site has given it."""

    id: str
    vocabulary: str
    label: str
    parent: str | None
    in_menu: bool
    name: str
    """Present full name of a body; the label where there is no other."""
    aliases: tuple[str, ...]
    closed: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write the term: label, full name, aliases."""
        return (self.label, self.name, *self.aliases)


class Vocabulary:
    """All terms, in the order of the menu, and the ways to look them up."""

    def __init__(self, terms: Iterable[Term], temporary_suffixes: Iterable[str]) -> None:
        self.terms = tuple(terms)
        self.temporary_suffix = _suffix_pattern(temporary_suffixes)
        self._by_id = {term.id: term for term in self.terms}
        self._by_name = _group((fold(name), term) for term in self.terms for name in term.names)
        self.ambiguous = sum(len(terms) - 1 for terms in self._by_name.values())
        """How many terms some names have besides the first; headings of the menu stand twice."""
        self._by_parent = _group((term.parent, term) for term in self.terms if term.in_menu)

    def get(self, term_id: str) -> Term | None:
        """Return the term of an id."""
        return self._by_id.get(term_id)

    def children(self, term_id: str | None) -> tuple[Term, ...]:
        """Return the menu's terms below a term, or those at the top for `None`."""
        return self._by_parent.get(term_id, ())

    def path(self, term_id: str) -> tuple[str, ...]:
        """Return the labels from the top down to a term; empty for an unknown id."""
        term = self.get(term_id)
        if term is None:
            return ()
        return (*(self.path(term.parent) if term.parent else ()), term.label)

    def find_label(self, text: str) -> tuple[Term, ...]:
        """Return every term of that label, name or alias: some headings stand twice."""
        return self._by_name.get(fold(text), ())


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the package."""
    source = resources.files("osce_scraper.taxonomy") / "vocabulary.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return Vocabulary(map(_term, data["term"]), data["temporary_suffixes"])


@keep_short(4096)
def split_suffix(label: str) -> tuple[str, str | None]:
    """Split a label of the menu from what stands there for a time only."""
    label = " ".join(label.split())
    match = vocabulary().temporary_suffix.fullmatch(label)
    return (match["label"], match["suffix"]) if match else (label, None)


def _term(row: dict[str, Any]) -> Term:
    return Term(
        id=row["id"],
        vocabulary=row["id"].partition(":")[0],
        label=row["label"],
        parent=row.get("parent"),
        in_menu=row.get("menu", True),
        name=row.get("name", row["label"]),
        aliases=tuple(row.get("aliases", ())),
        closed=row.get("closed", False),
    )


def _suffix_pattern(suffixes: Iterable[str]) -> re.Pattern[str]:
    choices = "|".join(re.escape(s).replace(r"\{year\}", r"\d{4}") for s in suffixes)
    return re.compile(rf"(?P<label>.*\S)\s+[-{DASHES}]\s+(?P<suffix>{choices})", re.IGNORECASE)


def _group(pairs: Iterable[tuple[str | None, Term]]) -> dict[str | None, tuple[Term, ...]]:
    groups: defaultdict[str | None, dict[str, Term]] = defaultdict(dict)
    for key, term in pairs:
        groups[key][term.id] = term
    return {key: tuple(terms.values()) for key, terms in groups.items()}
