"""The menu of a text capture has lost its indentation; the vocabulary gives it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.pages.navigation_text import read_text_menu
from osce_scraper.taxonomy.tree import MenuNode, build_taxonomy
from osce_scraper.taxonomy.vocabulary import Term, vocabulary

TERMS = [term for term in vocabulary().terms if term.in_menu]
REFERENCE = [vocabulary().path(term.id) for term in TERMS]


def opens(term: Term) -> bool:
    return bool(vocabulary().children(term.id)) or term.id == "section:fields-of-work"


def as_captured(term: Term) -> list[str]:
    """As the capture of 129296 writes an entry: a lone hyphen before one that opens."""
    return ["-", term.label] if opens(term) else [f"- {term.label}"]


def lines_of(write: Callable[[Term], list[str]]) -> list[str]:
    return [line for term in TERMS for line in write(term)]


def paths(nodes: list[MenuNode], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for node in nodes:
        yield (*above, node.label)
        yield from paths(node.children, (*above, node.label))


@pytest.mark.parametrize(
    "write",
    [
        as_captured,
        lambda term: [f"- {term.label}"],
        lambda term: [f"  • {term.label}  "],
        lambda term: [term.label, ""],
        lambda term: ["-", term.label],
    ],
)
def test_the_flat_menu_becomes_the_reference_tree(write: Callable[[Term], list[str]]) -> None:
    assert list(paths(read_text_menu(lines_of(write)))) == REFERENCE


def test_the_tree_has_every_term_once_and_with_its_id() -> None:
    found = build_taxonomy(read_text_menu(lines_of(as_captured)))
    assert [term.id for term in found.terms] == [term.id for term in TERMS]
    assert [term.parent for term in found.terms] == [term.parent for term in TERMS]
    assert found.issues == []
    assert found.is_complete


def test_two_entries_of_one_label_are_told_apart_by_where_they_stand() -> None:
    found = list(paths(read_text_menu(lines_of(as_captured))))
    assert [path for path in found if path[-1] == "Field operations"] == [
        ("Our work", "Field operations"),
        ("Structures and institutions", "Field operations"),
    ]
    assert [path for path in found if path[-1] == "Fields of work"] == [
        ("Our work", "Fields of work"),
        ("Fields of work",),
    ]


def test_an_unknown_entry_lies_beside_the_one_before_it() -> None:
    lines = lines_of(as_captured)
    lines.insert(lines.index("- Policing") + 1, "- Lighthouses")
    found = list(paths(read_text_menu(lines)))
    assert ("Our work", "Fields of work", "Lighthouses") in found
    assert [path for path in found if path[-1] != "Lighthouses"] == REFERENCE


def test_a_menu_of_a_later_year_has_the_same_tree() -> None:
    lines = lines_of(as_captured)
    lines[lines.index("- Switzerland")] = "- Switzerland – OSCE Chairpersonship 2026"
    lines[lines.index("- Czechia")] = "- Czech Republic"
    found = build_taxonomy(read_text_menu(lines))
    assert [term.id for term in found.terms] == [term.id for term in TERMS]
    assert found.issues == []


@pytest.mark.parametrize("length", [0, 1, 30, 60, 120])
def test_a_cut_menu_gives_the_tree_up_to_the_cut(length: int) -> None:
    lines = [line for term in TERMS[:length] for line in as_captured(term)]
    assert list(paths(read_text_menu(lines))) == REFERENCE[:length]


@given(st.lists(st.sampled_from([*(term.label for term in TERMS), "-", "", "- Kites", "Tides"])))
def test_no_entry_is_lost_or_added_whatever_the_order(lines: list[str]) -> None:
    labels = [line.removeprefix("- ") for line in lines if line not in {"-", ""}]
    found = [path[-1] for path in paths(read_text_menu(lines))]
    assert sorted(found) == sorted(labels)
