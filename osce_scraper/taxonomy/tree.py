"""From the menu of a page to the terms of `taxonomy.jsonl`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from osce_scraper.items import Issue, TaxonomyTerm
from osce_scraper.taxonomy.vocabulary import Term, fold, split_suffix, vocabulary

_COMPLETE = 0.9  # share of the reference menu's terms that a whole menu holds


@dataclass(slots=True)
class MenuNode:
    """One entry of a menu."""

    label: str
    """As written."""
    url: str | None = None
    """Canonical address that it links to."""
    children: list[MenuNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The navigation taxonomy of one page."""

    terms: list[TaxonomyTerm]
    issues: list[Issue]
    """`unknown_label` for each entry that the reference vocabulary does not know."""

    @property
    def is_complete(self) -> bool:
        """Whether this is a whole menu, not one that a capture cut."""
        known = _menu_ids()
        return len(known & {term.id for term in self.terms}) >= _COMPLETE * len(known)


@cache
def _menu_ids() -> frozenset[str]:
    """Ids of the reference menu."""
    return frozenset(term.id for term in vocabulary().terms if term.in_menu)


def build_taxonomy(nodes: list[MenuNode]) -> Taxonomy:
    """Give every entry of a menu its lasting id.

    An entry that the reference vocabulary does not know keeps its label, takes the vocabulary
    of the entries beside it, and is named in the issues.
    """
    builder = _Builder()
    builder.add(nodes, None, [])
    return Taxonomy(builder.terms, builder.issues)


class _Builder:
    def __init__(self) -> None:
        self.terms: list[TaxonomyTerm] = []
        self.issues: list[Issue] = []
        self.used: set[str] = set()

    def add(self, nodes: list[MenuNode], parent: str | None, path: list[str]) -> None:
        nodes = list(_with_labels(nodes))
        kind = _vocabulary_of(nodes)
        for position, node in enumerate(nodes):
            label, suffix = split_suffix(node.label)
            known = self._choose(label, parent)
            term_id = known.id if known else self._new_id(kind, label, parent)
            self.used.add(term_id)
            here = [*path, label]
            self.terms.append(
                TaxonomyTerm(
                    id=term_id,
                    vocabulary=term_id.partition(":")[0],  # type: ignore[arg-type]
                    label=label,
                    parent=parent,
                    path=here,
                    position=position,
                    url=node.url,
                    aliases=_aliases(known, label),
                    temporary_suffix=suffix,
                    in_menu=True,
                )
            )
            self.add(node.children, term_id, here)

    def _choose(self, label: str, parent: str | None) -> Term | None:
        found = [term for term in vocabulary().find_label(label) if term.id not in self.used]
        here = [term for term in found if term.parent == parent and term.in_menu]
        return next(iter(here or [term for term in found if term.in_menu] or found), None)

    def _new_id(self, kind: str, label: str, parent: str | None) -> str:
        slug = slugify(label) or "unnamed"
        if kind == "section" and parent and parent.startswith("section:"):
            slug = f"{parent.removeprefix('section:')}/{slug}"
        self.issues.append(
            Issue(
                code="unknown_label",
                field=None,
                kept=label,
                lost=None,
                detail=f"the reference vocabulary has no such entry below {parent or 'the top'}",
            )
        )
        numbered = (f"{kind}:{slug}" + (f"-{n}" if n else "") for n in count())
        return next(new for new in numbered if new not in self.used and not vocabulary().get(new))


def _with_labels(nodes: Iterable[MenuNode]) -> Iterator[MenuNode]:
    """The nodes; one without a label gives place to those below it."""
    for node in nodes:
        if node.label.strip():
            yield node
        else:
            yield from _with_labels(node.children)


def _vocabulary_of(nodes: list[MenuNode]) -> str:
    """The vocabulary of most entries of one list."""
    counts: Counter[str] = Counter()
    for node in nodes:
        for term in vocabulary().find_label(split_suffix(node.label)[0])[:1]:
            counts[term.vocabulary] += 1
    return counts.most_common(1)[0][0] if counts else "section"


def _aliases(term: Term | None, label: str) -> list[str]:
    if term is None:
        return []
    return list(dict.fromkeys(name for name in term.names if fold(name) != fold(label)))


def slugify(label: str) -> str:
    """Lower-case ASCII words joined by hyphens: `Cyber/ICT Security` → `cyber-ict-security`."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def further_terms(ids: Iterable[str], menu: Iterable[TaxonomyTerm]) -> Iterator[TaxonomyTerm]:
    """Terms that records use and the menu lacks, in the order of the vocabulary.

    Args:
        ids: Ids that records use.
        menu: The terms of the menu.
    """
    held = {term.id for term in menu}
    wanted = set(ids) - held
    seen: Counter[str | None] = Counter()
    for term in vocabulary().terms:
        position = seen[term.parent]
        seen[term.parent] += 1
        if term.id in wanted:
            yield TaxonomyTerm(
                id=term.id,
                vocabulary=term.vocabulary,  # type: ignore[arg-type]
                label=term.label,
                parent=term.parent,
                path=list(vocabulary().path(term.id)),
                position=position,
                url=None,
                aliases=_aliases(term, term.label),
                temporary_suffix=None,
                in_menu=False,
            )


def draw(terms: Iterable[TaxonomyTerm]) -> Iterator[str]:
    """The tree as lines of text, one term a line, indented by depth."""
    for term in terms:
        suffix = f" [{term.temporary_suffix}]" if term.temporary_suffix else ""
        yield f"{'  ' * (len(term.path) - 1)}{term.label}{suffix}  ({term.id})"
