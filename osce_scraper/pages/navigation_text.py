"""The navigation menu of a text capture, its lost indentation rebuilt.

Text extractors print the menu flat (https://www.osce.org/secretariat/129296), so the reference
vocabulary says what lies below what. A lone `-` stands before an entry that has entries below.
"""

from __future__ import annotations

from osce_scraper.taxonomy.tree import MenuNode
from osce_scraper.taxonomy.vocabulary import Term, split_suffix, vocabulary


def read_text_menu(lines: list[str]) -> list[MenuNode]:
    """Rebuild the tree.

    Args:
        lines: The menu's lines as they stand, e.g. `-`, `Fields of work`, `- Arms control`.

    Returns:
        The entries at the top. An entry that the vocabulary does not know comes to lie beside
        the one before it.
    """
    builder = _Builder()
    opens = False
    for line in lines:
        text = line.strip()
        label = text.lstrip("-•* ").strip()
        if label:
            builder.add(label, opens=opens)
        opens = text == "-"
    return builder.top


class _Builder:
    """Places one label after the other."""

    def __init__(self) -> None:
        self.top: list[MenuNode] = []
        self.by_id: dict[str, MenuNode] = {}
        self.branch: list[tuple[str | None, MenuNode]] = []
        self.opened = False

    def add(self, label: str, *, opens: bool) -> None:
        node = MenuNode(label)
        term = self._choose(label)
        above = self._below_reference(term) if term else self._beside_last(opens=opens)
        (above[-1][1].children if above else self.top).append(node)
        self.branch = [*above, (term.id if term else None, node)]
        self.opened = opens
        if term:
            self.by_id[term.id] = node

    def _choose(self, label: str) -> Term | None:
        """The term meant: of two with one label the one below the branch that is open."""
        found = vocabulary().find_label(split_suffix(label)[0])
        free = [term for term in found if term.in_menu and term.id not in self.by_id]
        if not free:
            return None
        depth = {term_id: level for level, (term_id, _) in enumerate(self.branch, start=1)}
        return max(free, key=lambda term: depth.get(term.parent, 0) if term.parent else 0.5)

    def _below_reference(self, term: Term) -> list[tuple[str | None, MenuNode]]:
        for level in range(len(self.branch), 0, -1):
            if self.branch[level - 1][0] == term.parent:
                return self.branch[:level]
        node = self.by_id.get(term.parent) if term.parent else None
        return [(term.parent, node)] if node else []

    def _beside_last(self, *, opens: bool) -> list[tuple[str | None, MenuNode]]:
        if self.opened and not opens:
            return self.branch
        return self.branch[:-1]
