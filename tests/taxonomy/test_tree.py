"""A menu becomes terms whose ids outlive every relabelling."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.items import TaxonomyTerm
from osce_scraper.taxonomy.tree import (
    MenuNode,
    Taxonomy,
    build_taxonomy,
    draw,
    further_terms,
    slugify,
)
from osce_scraper.taxonomy.vocabulary import vocabulary

IN_MENU = [term for term in vocabulary().terms if term.in_menu]
FIELDS = "section:our-work/fields-of-work"
STATES = "section:countries/participating-states"
OPERATIONS = "section:structures-and-institutions/field-operations"


def menu(parent: str | None = None, **labels: str) -> list[MenuNode]:
    """The reference menu, with some entries labelled anew: by id, `:` and `-` written as `_`."""
    return [
        MenuNode(labels.get(re.sub(r"\W", "_", term.id), term.label), None, menu(term.id, **labels))
        for term in vocabulary().children(parent)
    ]


def below(heading: str, labels: list[str]) -> list[MenuNode]:
    """A menu of one branch: the headings down to `heading`, and entries below it."""
    nodes = [MenuNode(label) for label in labels]
    for label in reversed(vocabulary().path(heading)):
        nodes = [MenuNode(label, None, nodes)]
    return nodes


def chain(labels: list[str]) -> list[MenuNode]:
    """Entries that lie one below the other."""
    nodes: list[MenuNode] = []
    for label in reversed(labels):
        nodes = [MenuNode(label, None, nodes)]
    return nodes


def ids(taxonomy: Taxonomy) -> list[str]:
    return [term.id for term in taxonomy.terms]


def term_of(taxonomy: Taxonomy, label: str) -> TaxonomyTerm:
    return next(term for term in taxonomy.terms if term.label == label)


# --- the reference menu


def test_the_reference_menu_is_the_reference_tree() -> None:
    taxonomy = build_taxonomy(menu())
    assert ids(taxonomy) == [term.id for term in IN_MENU]
    assert [term.label for term in taxonomy.terms] == [term.label for term in IN_MENU]
    assert [term.parent for term in taxonomy.terms] == [term.parent for term in IN_MENU]
    assert all(term.in_menu for term in taxonomy.terms)
    assert taxonomy.issues == []
    assert taxonomy.is_complete


def test_headings_that_share_their_label_have_ids_of_their_own() -> None:
    found = ids(build_taxonomy(menu()))
    assert "section:our-work/fields-of-work" in found
    assert "section:fields-of-work" in found
    assert "section:our-work/field-operations" in found
    assert "section:structures-and-institutions/field-operations" in found


def test_a_term_knows_its_place() -> None:
    taxonomy = build_taxonomy(menu())
    term = term_of(taxonomy, "Policing")
    assert (term.id, term.vocabulary) == ("field-of-work:policing", "field-of-work")
    assert term.parent == FIELDS
    assert term.path == ["Our work", "Fields of work", "Policing"]
    assert term_of(taxonomy, "Our work").parent is None
    assert [term.position for term in taxonomy.terms if term.parent is None] == [0, 1, 2, 3, 4]
    fields = [term.position for term in taxonomy.terms if term.parent == FIELDS]
    assert fields == list(range(23))


def test_a_term_keeps_the_address_that_it_links_to() -> None:
    url = "https://www.osce.org/policing"
    taxonomy = build_taxonomy([MenuNode("Policing", url), MenuNode("Elections")])
    assert [term.url for term in taxonomy.terms] == [url, None]


# --- labels of other years


@pytest.mark.parametrize(
    ("newer", "older", "term_id"),
    [
        ("Czechia", "Czech Republic", "country:cz"),
        ("Türkiye", "Turkey", "country:tr"),
        (
            "Gender equality conferences",
            "Gender Equality Review Conferences",
            "meeting:gender-equality-conferences",
        ),
        (
            "Gender equality conferences",
            "Gender Equality Conferences",
            "meeting:gender-equality-conferences",
        ),
        (
            "Combating trafficking in human beings",
            "Combating human trafficking",
            "field-of-work:combating-trafficking-in-human-beings",
        ),
    ],
)
def test_an_id_survives_relabelling(newer: str, older: str, term_id: str) -> None:
    key = re.sub(r"\W", "_", term_id)
    for label in (newer, older):
        taxonomy = build_taxonomy(menu(None, **{key: label}))
        term = next(term for term in taxonomy.terms if term.id == term_id)
        assert term.label == label
        assert taxonomy.issues == []
        assert taxonomy.is_complete
        # the other names are at hand, its own label is not repeated
        assert label not in term.aliases
        assert {newer.casefold(), older.casefold()} <= {
            name.casefold() for name in (label, *term.aliases)
        }


@pytest.mark.parametrize(
    ("label", "term_id", "country", "suffix"),
    [
        (
            "Finland – OSCE Chairpersonship 2025",
            "country:fi",
            "Finland",
            "OSCE Chairpersonship 2025",
        ),
        (
            "Switzerland – OSCE Chairpersonship 2026",
            "country:ch",
            "Switzerland",
            "OSCE Chairpersonship 2026",
        ),
        ("Finland", "country:fi", "Finland", None),
    ],
)
def test_a_suffix_of_the_year_is_no_part_of_the_label(
    label: str, term_id: str, country: str, suffix: str | None
) -> None:
    taxonomy = build_taxonomy(menu(None, **{term_id.replace(":", "_"): label}))
    term = next(term for term in taxonomy.terms if term.id == term_id)
    assert (term.label, term.temporary_suffix) == (country, suffix)
    assert term.path[-1] == country
    assert taxonomy.issues == []
    assert [one.id for one in taxonomy.terms if one.temporary_suffix] == (
        [term_id] if suffix else []
    )


# --- entries that the vocabulary does not know


@pytest.mark.parametrize(
    ("heading", "label", "term_id"),
    [
        (FIELDS, "Space Travel & Law", "field-of-work:space-travel-law"),
        (OPERATIONS, "Mission to Atlantis", "field-operation:mission-to-atlantis"),
        ("section:our-work/meetings-and-conferences", "Sea Talks", "meeting:sea-talks"),
        ("structure:secretariat", "Office of Oceans", "structure:office-of-oceans"),
        ("section:our-work", "Careers", "section:our-work/careers"),
        (None, "Contact us", "section:contact-us"),
    ],
)
def test_an_unknown_entry_takes_the_vocabulary_of_the_entries_beside_it(
    heading: str | None, label: str, term_id: str
) -> None:
    siblings = [term.label for term in vocabulary().children(heading)]
    labels = [*siblings[:3], label, *siblings[3:]]
    nodes = below(heading, labels) if heading else [MenuNode(one) for one in labels]
    taxonomy = build_taxonomy(nodes)
    term = term_of(taxonomy, label)
    assert (term.id, term.parent, term.in_menu) == (term_id, heading, True)
    assert term.vocabulary == term_id.partition(":")[0]
    assert term.aliases == []
    (issue,) = taxonomy.issues
    assert (issue.code, issue.kept) == ("unknown_label", label)


def test_an_unknown_country_is_a_country() -> None:
    taxonomy = build_taxonomy(below(STATES, ["Albania", "Atlantis", "Austria"]))
    assert term_of(taxonomy, "Atlantis").id == "country:atlantis"
    assert term_of(taxonomy, "Atlantis").vocabulary == "country"
    assert len(taxonomy.issues) == 1


def test_an_unknown_entry_never_takes_the_id_of_a_known_one() -> None:
    labels = ["Arms control?", "Arms control", "Policing", "Elections"]
    taxonomy = build_taxonomy(below(FIELDS, labels))
    assert term_of(taxonomy, "Arms control").id == "field-of-work:arms-control"
    assert [issue.kept for issue in taxonomy.issues] == ["Arms control?"]


def test_a_label_without_latin_letters_still_gets_an_id() -> None:
    taxonomy = build_taxonomy(below(FIELDS, ["Policing", "Космос", "宇宙", "Elections"]))
    assert len(set(ids(taxonomy))) == len(taxonomy.terms)
    assert [issue.kept for issue in taxonomy.issues] == ["Космос", "宇宙"]
    assert term_of(taxonomy, "Космос").vocabulary == "field-of-work"


# --- menus that are cut, empty or hostile


def test_an_empty_menu_has_no_terms() -> None:
    taxonomy = build_taxonomy([])
    assert (taxonomy.terms, taxonomy.issues) == ([], [])
    assert not taxonomy.is_complete


@pytest.mark.parametrize("size", [1, 2])
def test_a_menu_that_the_capture_cut_is_not_complete(size: int) -> None:
    taxonomy = build_taxonomy(menu()[:size])
    assert taxonomy.terms
    assert taxonomy.issues == []
    assert not taxonomy.is_complete


def test_a_menu_with_a_few_other_entries_is_complete() -> None:
    nodes = menu()
    nodes[0].children[0].children.pop()
    nodes[2].children[1].children.pop()
    nodes.append(MenuNode("Contact us"))
    assert build_taxonomy(nodes).is_complete


def test_a_known_label_twice_gives_its_id_to_one_entry_only() -> None:
    taxonomy = build_taxonomy(below(FIELDS, ["Policing", "Elections", "Policing"]))
    found = [term.id for term in taxonomy.terms if term.label == "Policing"]
    assert len(set(found)) == 2
    assert found[0] == "field-of-work:policing"


def test_an_unknown_label_many_times_gives_an_id_each() -> None:
    taxonomy = build_taxonomy(below(FIELDS, ["Policing", *["Space travel"] * 20]))
    assert len(set(ids(taxonomy))) == len(taxonomy.terms)
    assert len(taxonomy.issues) == 20


def test_a_menu_that_stands_twice_keeps_the_lasting_ids() -> None:
    taxonomy = build_taxonomy([*menu(), *menu()])
    assert ids(taxonomy)[: len(IN_MENU)] == [term.id for term in IN_MENU]
    assert len(set(ids(taxonomy))) == len(taxonomy.terms) == 2 * len(IN_MENU)


def test_a_branch_that_is_twelve_deep() -> None:
    labels = [f"Level {number}" for number in range(1, 13)]
    taxonomy = build_taxonomy(chain(labels))
    assert [term.label for term in taxonomy.terms] == labels
    assert [term.path for term in taxonomy.terms] == [labels[:n] for n in range(1, 13)]
    assert [term.parent for term in taxonomy.terms] == [None, *ids(taxonomy)[:-1]]
    assert taxonomy.terms[2].id == "section:level-1/level-2/level-3"


def test_an_entry_without_a_label_hides_nothing_below_it() -> None:
    nodes = [MenuNode("", None, [MenuNode("Policing"), MenuNode("Elections")])]
    found = ids(build_taxonomy(nodes))
    assert [term_id for term_id in found if term_id.startswith("field-of-work:")] == [
        "field-of-work:policing",
        "field-of-work:elections",
    ]


KNOWN = [term.label for term in vocabulary().terms]
LABELS = (
    st.sampled_from(KNOWN)
    | st.sampled_from(["Policing", "policing:", "Policing?", "Космос", "Finland – OSCE Chair"])
    | st.text(min_size=1, max_size=20).filter(str.strip)
)
NODES = st.recursive(
    st.builds(MenuNode, LABELS),
    lambda nodes: st.builds(MenuNode, LABELS, st.none(), st.lists(nodes, max_size=4)),
    max_leaves=15,
)


def count(nodes: list[MenuNode]) -> int:
    return sum(1 + count(node.children) for node in nodes)


@given(st.lists(NODES, max_size=5))
@settings(deadline=None)
def test_any_menu_gives_a_tree_of_terms(nodes: list[MenuNode]) -> None:
    taxonomy = build_taxonomy(nodes)
    by_id = {term.id: term for term in taxonomy.terms}
    assert len(by_id) == len(taxonomy.terms) == count(nodes)
    children: dict[str | None, list[int]] = {}
    for term in taxonomy.terms:
        above = by_id[term.parent].path if term.parent else []
        assert term.path == [*above, term.label]
        assert term.id.startswith(f"{term.vocabulary}:")
        children.setdefault(term.parent, []).append(term.position)
    assert all(found == list(range(len(found))) for found in children.values())
    known = {term.id for term in vocabulary().terms}
    assert sum(term.id not in known for term in taxonomy.terms) <= len(taxonomy.issues)


@given(st.text())
def test_a_slug_is_made_of_words_and_hyphens(label: str) -> None:
    slug = slugify(label)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Cyber/ICT Security", "cyber-ict-security"),
        ("Rule of law", "rule-of-law"),
        ("  Human   rights ", "human-rights"),
        ("Türkiye", "turkiye"),
        ("Демократизация", ""),
        ("", ""),
    ],
)
def test_slugs(label: str, slug: str) -> None:
    assert slugify(label) == slug


@pytest.mark.parametrize("hostile", ["A", " ", "-", "– ", " – OSCE Chairpersonship 2025", "/", "1"])
def test_hostile_labels_take_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        label = "A" + hostile * (letters // len(hostile)) + "B"
        start = process_time()
        build_taxonomy([MenuNode(label)])
        return process_time() - start

    build_taxonomy(menu())  # loads the vocabulary
    fastest = min(seconds(100_000) for _ in range(2))
    assert fastest < 40 * max(seconds(10_000), 0.005)


# --- terms that only records use


def test_further_terms_are_those_that_the_menu_lacks() -> None:
    held = build_taxonomy(menu()).terms
    used = ["field-of-work:safety-of-journalists", "field-of-work:policing"]
    (term,) = further_terms([*used, *used], held)
    assert (term.id, term.label) == (used[0], "Safety of journalists")
    assert term.vocabulary == "field-of-work"
    assert not term.in_menu
    assert (term.url, term.temporary_suffix) == (None, None)
    assert term.path == list(vocabulary().path(used[0]))


def test_further_terms_keep_the_order_of_the_vocabulary() -> None:
    used = [term.id for term in vocabulary().terms if not term.in_menu]
    assert used
    assert [term.id for term in further_terms(reversed(used), build_taxonomy(menu()).terms)] == used


def test_terms_of_a_branch_that_the_capture_cut_are_further_terms() -> None:
    held = build_taxonomy(menu()[:1]).terms
    used = ["field-of-work:policing", "structure:secretariat"]
    assert [term.id for term in further_terms(used, held)] == ["structure:secretariat"]


@pytest.mark.parametrize("used", [[], ["field-of-work:no-such-term"], ["no id"]])
def test_nothing_further_is_made_up(used: list[str]) -> None:
    assert list(further_terms(used, [])) == []


@given(st.sets(st.sampled_from([term.id for term in vocabulary().terms])), st.integers(0, 5))
@settings(deadline=None)
def test_every_id_that_records_use_is_held_once(used: set[str], size: int) -> None:
    held = build_taxonomy(menu()[:size]).terms
    together = [term.id for term in (*held, *further_terms(used, held))]
    assert used <= set(together)
    assert len(together) == len(set(together))


# --- the tree drawn


def test_the_tree_is_drawn_with_one_line_for_each_term() -> None:
    nodes = [
        MenuNode("Our work", None, [MenuNode("Fields of work", None, [MenuNode("Policing")])]),
        MenuNode("Finland – OSCE Chairpersonship 2025"),
    ]
    lines = list(draw(build_taxonomy(nodes).terms))
    assert len(lines) == 4
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 2, 4, 0]
    assert "Policing" in lines[2]
    assert "field-of-work:policing" in lines[2]
    assert "OSCE Chairpersonship 2025" in lines[3]


def test_an_empty_tree_draws_nothing() -> None:
    assert list(draw([])) == []


def test_the_whole_tree_can_be_drawn() -> None:
    terms = build_taxonomy(menu()).terms
    lines = list(draw(terms))
    assert len(lines) == len(terms)
    for term, line in zip(terms, lines, strict=True):
        assert line.strip().startswith(term.label)
        assert term.id in line
