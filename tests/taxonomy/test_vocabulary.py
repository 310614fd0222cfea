from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osce_scraper.items import TaxonomyTerm
from osce_scraper.taxonomy.vocabulary import Term, fold, is_wordy, split_suffix, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = Path(__file__).parents[2].parent / "shared/site/seed-129296.txt"
TERMS = vocabulary().terms


def menu(parent: str | None = None) -> Iterator[Term]:
    for term in vocabulary().children(parent):
        yield term
        yield from menu(term.id)


def labels(parent: str | None) -> list[str]:
    return [term.label for term in vocabulary().children(parent)]


def slug(label: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9 -]", "", ascii_only.lower().replace("/", "-"))
    return re.sub(r"[ -]+", "-", words)


# --- the tree


def test_the_top_of_the_menu() -> None:
    assert labels(None) == [
        "Our work",
        "Fields of work",
        "Countries",
        "Structures and institutions",
        "About us",
    ]


@pytest.mark.parametrize(
    ("parent", "count", "first", "last"),
    [
        ("section:our-work", 5, "Fields of work", "Partnerships"),
        ("section:our-work/fields-of-work", 23, "Arms control", "Youth"),
        (
            "section:our-work/meetings-and-conferences",
            16,
            "Summit meetings",
            "Annual OSCE Asian conferences",
        ),
        ("section:countries", 4, "All", "Mediterranean Partners for Co-operation"),
        ("section:countries/participating-states", 57, "Albania", "Uzbekistan"),
        ("section:structures-and-institutions", 7, "Chairpersonship", "Organizational structure"),
        ("structure:secretariat", 12, "Secretary General", "Documentation Centre in Prague"),
        (
            "section:structures-and-institutions/field-operations",
            13,
            "Presence in Albania",
            "Closed field activities",
        ),
    ],
)
def test_branches_of_the_menu(parent: str, count: int, first: str, last: str) -> None:
    found = labels(parent)
    assert (len(found), found[0], found[-1]) == (count, first, last)


@pytest.mark.parametrize(
    "parent",
    [
        "section:fields-of-work",
        "section:our-work/field-operations",
        "section:structures-and-institutions/institutions",
        "field-operation:closed-field-activities",
        "no such id",
    ],
)
def test_nothing_hangs_below_these_in_the_menu(parent: str) -> None:
    assert labels(parent) == []


def test_the_menu_is_the_seed_page_line_by_line() -> None:
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is kept outside the repository")
    lines = [line.removeprefix("- ").strip() for line in SEED.read_text("utf-8").splitlines()]
    names = [line for line in lines[: lines.index("About us") + 1] if line != "-"]
    assert len(names) == len(list(menu()))
    for name, term in zip(names, menu(), strict=True):
        assert term in vocabulary().find_label(split_suffix(name)[0]), name


def test_the_file_keeps_the_order_of_the_menu() -> None:
    assert list(menu()) == [term for term in TERMS if term.in_menu]


# --- ids


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(term.id for term in TERMS).items() if n > 1] == []


def test_every_parent_stands_before_its_children() -> None:
    seen: set[str | None] = {None}
    for term in TERMS:
        assert term.parent in seen, term.id
        seen.add(term.id)


def test_an_id_is_the_slug_of_the_lasting_label() -> None:
    for term in TERMS:
        if term.vocabulary == "country":
            assert re.fullmatch(r"country:[a-z]{2}", term.id)
        elif term.vocabulary == "section" and term.parent:
            assert term.id == f"{term.parent}/{slug(term.label)}"
        else:
            assert term.id == f"{term.vocabulary}:{slug(term.label)}"


def test_every_term_fits_the_schema() -> None:
    for term in TERMS:
        TaxonomyTerm.model_validate(
            {
                "id": term.id,
                "vocabulary": term.vocabulary,
                "label": term.label,
                "parent": term.parent,
                "path": list(vocabulary().path(term.id)),
                "position": 0,
                "url": None,
                "aliases": list(term.aliases),
                "temporary_suffix": None,
                "in_menu": term.in_menu,
            }
        )


@pytest.mark.parametrize(
    ("term_id", "path"),
    [
        ("country:cz", ("Countries", "Participating States", "Czechia")),
        ("field-of-work:cyber-ict-security", ("Our work", "Fields of work", "Cyber/ICT Security")),
        (
            "field-of-work:media-laws",
            ("Our work", "Fields of work", "Media freedom and development", "Media laws"),
        ),
        ("section:about-us", ("About us",)),
        ("no such id", ()),
    ],
)
def test_path(term_id: str, path: tuple[str, ...]) -> None:
    assert vocabulary().path(term_id) == path


def test_get() -> None:
    term = vocabulary().get("structure:secretariat")
    assert term is not None
    assert (term.label, term.name) == ("Secretariat", "OSCE Secretariat")
    assert vocabulary().get("structure:no-such-body") is None


# --- names


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Fields of work", ["section:our-work/fields-of-work", "section:fields-of-work"]),
        ("fields  of\u00a0work:", ["section:our-work/fields-of-work", "section:fields-of-work"]),
        (
            "Field operations",
            [
                "section:our-work/field-operations",
                "section:structures-and-institutions/field-operations",
            ],
        ),
        ("Gender Equality Review Conferences", ["meeting:gender-equality-conferences"]),
        ("Gender equality conferences", ["meeting:gender-equality-conferences"]),
        ("Czech Republic", ["country:cz"]),
        ("Russia", ["country:ru"]),
        ("Turkey", ["country:tr"]),
        ("Netherlands", ["country:nl"]),
        ("the former Yugoslav Republic of Macedonia", ["country:mk"]),
        ("USA", ["country:us"]),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_find_label(text: str, ids: list[str]) -> None:
    assert [term.id for term in vocabulary().find_label(text)] == ids


def test_only_two_headings_of_the_menu_share_their_label() -> None:
    shared = {label for label, n in Counter(term.label for term in menu()).items() if n > 1}
    assert shared == {"Fields of work", "Field operations"}


@pytest.mark.parametrize("kind", ["country", "meeting"])
def test_no_name_is_claimed_twice(kind: str) -> None:
    claims = Counter(
        name
        for term in TERMS
        if term.vocabulary == kind
        for name in {fold(name) for name in term.names}
    )
    assert [name for name, n in claims.items() if n > 1] == []


def test_names_are_clean() -> None:
    names = list(chain.from_iterable(term.names for term in TERMS))
    assert [name for name in names if name != " ".join(name.split()) or not name] == []
    assert [name for name in names if "(closed)" in name] == []


def test_years_are_in_order() -> None:
    file = resources.files("osce_scraper.taxonomy") / "vocabulary.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["term"]
    for row in rows:
        assert row.get("until", 9999) >= row.get("since", 0), row["id"]
        assert "until" not in row or row["closed"], row["id"]


def test_the_file_has_no_misspelt_key() -> None:
    file = resources.files("osce_scraper.taxonomy") / "vocabulary.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["term"]
    known = {"id", "label", "parent", "menu", "name", "aliases", "closed", "since", "until"}
    assert set(chain.from_iterable(rows)) == known


# --- what the menu adds to a label for a time


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Finland – OSCE Chairpersonship 2025", ("Finland", "OSCE Chairpersonship 2025")),
        ("Switzerland – OSCE Chairpersonship 2026", ("Switzerland", "OSCE Chairpersonship 2026")),
        ("Poland - OSCE Chairpersonship 2022", ("Poland", "OSCE Chairpersonship 2022")),
        (" Malta\u00a0—\u00a0OSCE  Chairpersonship 2024 ", ("Malta", "OSCE Chairpersonship 2024")),
        ("Finland", ("Finland", None)),
        ("– OSCE Chairpersonship 2025", ("– OSCE Chairpersonship 2025", None)),
        ("Finland – OSCE Chairpersonship", ("Finland – OSCE Chairpersonship", None)),
        ("Chairpersonship", ("Chairpersonship", None)),
        ("", ("", None)),
    ],
)
def test_split_suffix(label: str, expected: tuple[str, str | None]) -> None:
    assert split_suffix(label) == expected


# --- the key by which names are compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Source:", "source"),
        ("Source :", "Source"),
        ("Forum for Security Co\u2011operation", "Forum for Security Co-operation"),
        ("Chair\u2019s", "Chair's"),
        ("Rule\n of   law", "Rule of law"),
        ("Policing\u200b", "Policing"),
        ("T\u00fcrkiye", "Tu\u0308rkiye"),
        ("\u0412\u0415\u041d\u0410", "\u0432\u0435\u043d\u0430"),
    ],
)
def test_fold_unifies(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_are_folded_as_they_are_beside_others(text: str) -> None:
    assert fold(f"é {text}") == f"é {fold(text)}".rstrip(" :")


ODD = "aZ .:-`'’“–дЯ\u0301\u00a0\u00ad\u200b\ufb01\u1100\u1161"
LETTERS = st.sampled_from(ODD) | st.characters()


@given(st.text(LETTERS, min_size=60, max_size=300))
def test_a_wordy_line_is_longer_than_any_name_when_folded(text: str) -> None:
    line = " ".join(text.split())
    assert not is_wordy(line) or len(fold(line)) > 64


def test_no_letter_is_joined_of_more_than_four() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    assert max(len(unicodedata.normalize("NFD", letter)) for letter in every) == 4


@pytest.mark.parametrize("letters", ["Tu\u0308", "\u1f82", "\u1100\u1161\u11a8", "\u00a8"])
def test_a_wordy_line_of_joined_letters_is_longer_than_any_name(letters: str) -> None:
    line = unicodedata.normalize("NFD", letters) * 300 + "."
    assert is_wordy(line)
    assert len(fold(line)) > 64


@pytest.mark.parametrize(
    "line",
    [
        "The bridge will be inspected as soon as the water in the valley has fallen again.",
        "“The bridge”, she said, “will be inspected as soon as the water level falls again.”.",
        "Мост осмотрят, как только в долине спадёт вода, и сразу же откроют для всех машин.",
    ],
)
def test_a_sentence_is_wordy(line: str) -> None:
    assert is_wordy(line)


@pytest.mark.parametrize(
    "line", ["", "Related content", f"Share{':' * 80}", "\u200b" * 90 + "Tags."]
)
def test_what_may_be_a_name_is_not_wordy(line: str) -> None:
    assert not is_wordy(line)


def test_fold_keeps_words_apart() -> None:
    assert fold("Mission in Kosovo") != fold("Mission to Kosovo")
    assert fold("Co-operation") != fold("Cooperation")


@given(st.text())
@example("\u00b4")
@example("\u0345\u0301")
@example("a : :")
def test_any_text_is_looked_up_without_an_error(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert vocabulary().find_label(text) == vocabulary().find_label(key)
    label, suffix = split_suffix(text)
    assert (suffix is None) == (label == " ".join(text.split()))
