"""Bodies and fields of work: an id of the taxonomy, the present name, and the page's words."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.items import FieldOfWork, Issue, Source
from osce_scraper.normalise.terms import normalise_fields, normalise_sources
from osce_scraper.taxonomy.vocabulary import Term, vocabulary

SUBJECTS = [term for term in vocabulary().terms if term.vocabulary == "field-of-work"]
BODIES = [
    term for term in vocabulary().terms if term.vocabulary in {"structure", "field-operation"}
]


def sources(*raw: str) -> tuple[list[Source], list[Issue]]:
    issues: list[Issue] = []
    return normalise_sources(raw, issues), issues


def fields(*raw: str) -> tuple[list[FieldOfWork], list[Issue]]:
    issues: list[Issue] = []
    return normalise_fields(raw, issues), issues


# --- issuing bodies


@pytest.mark.parametrize(
    ("raw", "term_id", "name", "closed"),
    [
        ("OSCE Secretariat", "structure:secretariat", "OSCE Secretariat", False),
        (
            "OSCE Mission to Skopje",
            "field-operation:mission-to-skopje",
            "OSCE Mission to Skopje",
            False,
        ),
        (
            "OSCE Special Monitoring Mission to Ukraine (closed)",
            "field-operation:special-monitoring-mission-to-ukraine",
            "OSCE Special Monitoring Mission to Ukraine",
            True,
        ),
        # crawled before the body was closed
        (
            "OSCE Special Monitoring Mission to Ukraine",
            "field-operation:special-monitoring-mission-to-ukraine",
            "OSCE Special Monitoring Mission to Ukraine",
            False,
        ),
        (
            "OSCE Mission to Georgia (closed)",
            "field-operation:mission-to-georgia",
            "OSCE Mission to Georgia",
            True,
        ),
        # a former name
        ("OSCE Chairmanship", "structure:chairpersonship", "OSCE Chairpersonship", False),
    ],
)
def test_a_body_has_its_lasting_id_and_its_present_name(
    raw: str, term_id: str, name: str, closed: bool
) -> None:
    found, issues = sources(raw)
    assert found == [Source(id=term_id, name=name, closed=closed, raw=raw)]
    assert issues == []


@pytest.mark.parametrize("term", BODIES, ids=lambda term: term.id)
def test_every_body_of_the_vocabulary_is_recognised_open_and_closed(term: Term) -> None:
    (found,), issues = sources(term.name)
    (ended,), _ = sources(f"{term.name} (closed)")
    assert found.id == ended.id == term.id
    assert found.name == ended.name == term.name
    assert (found.closed, ended.closed) == (False, True)
    assert issues == []


def test_names_in_one_line_are_taken_apart_in_their_order() -> None:
    found, issues = sources("OSCE Secretariat, OSCE Mission to Georgia (closed) , Troika")
    assert [(one.name, one.closed, one.raw) for one in found] == [
        ("OSCE Secretariat", False, "OSCE Secretariat"),
        ("OSCE Mission to Georgia", True, "OSCE Mission to Georgia (closed)"),
        ("Troika", False, "Troika"),
    ]
    assert issues == []


def test_names_in_lines_of_their_own_keep_their_order() -> None:
    found, _ = sources("Troika", "OSCE Secretariat")
    assert [one.name for one in found] == ["Troika", "OSCE Secretariat"]


def test_a_body_that_is_named_twice_stands_once() -> None:
    found, _ = sources("OSCE Chairmanship", "OSCE Chairpersonship")
    assert [one.name for one in found] == ["OSCE Chairpersonship"]


@pytest.mark.parametrize(
    ("raw", "name", "closed"),
    [
        ("OSCE Office in Atlantis", "OSCE Office in Atlantis", False),
        ("OSCE Office in Atlantis (closed)", "OSCE Office in Atlantis", True),
    ],
)
def test_an_unknown_body_keeps_its_words_without_an_id(raw: str, name: str, closed: bool) -> None:
    found, (issue,) = sources(raw)
    assert found == [Source(id=None, name=name, closed=closed, raw=raw)]
    assert (issue.code, issue.field, issue.kept) == ("unknown_source", "sources", raw)


# --- fields of work


@pytest.mark.parametrize(
    ("raw", "term_id", "name"),
    [
        ("Policing", "field-of-work:policing", "Policing"),
        ("policing:", "field-of-work:policing", "Policing"),
        (
            "Combating human trafficking",
            "field-of-work:combating-trafficking-in-human-beings",
            "Combating trafficking in human beings",
        ),
        ("Права человека", "field-of-work:human-rights", "Human rights"),
        # sub-terms that the menu lacks
        ("Media laws", "field-of-work:media-laws", "Media laws"),
        ("Safety of journalists", "field-of-work:safety-of-journalists", "Safety of journalists"),
    ],
)
def test_a_field_has_its_lasting_id_and_the_vocabulary_s_label(
    raw: str, term_id: str, name: str
) -> None:
    found, issues = fields(raw)
    assert found == [FieldOfWork(id=term_id, name=name, raw=raw)]
    assert issues == []


@pytest.mark.parametrize("term", SUBJECTS, ids=lambda term: term.id)
def test_every_field_of_the_vocabulary_is_recognised(term: Term) -> None:
    found, issues = fields(term.label)
    assert found == [FieldOfWork(id=term.id, name=term.label, raw=term.label)]
    assert issues == []


def test_a_line_of_russian_fields_is_taken_apart() -> None:
    # https://dushanbe.osce.org/ru/node/328336, with its blank before a comma
    found, issues = fields("Демократизация, Верховенство закона , Гендерное равенство")
    assert [(one.name, one.raw) for one in found] == [
        ("Democratization", "Демократизация"),
        ("Rule of law", "Верховенство закона"),
        ("Gender equality", "Гендерное равенство"),
    ]
    assert issues == []


def test_a_field_that_is_named_twice_stands_once() -> None:
    found, _ = fields("Combating human trafficking", "Combating trafficking in human beings")
    assert [one.name for one in found] == ["Combating trafficking in human beings"]


def test_an_unknown_field_keeps_its_words_without_an_id() -> None:
    found, (issue,) = fields("Policing, Space travel")
    assert found[1] == FieldOfWork(id=None, name="Space travel", raw="Space travel")
    assert (issue.code, issue.field) == ("unknown_field", "fields_of_work")
    assert issue.kept == "Space travel"


# --- whatever comes


@given(st.lists(st.text() | st.text(alphabet="OSCE (closed),The "), max_size=4))
@example(["(closed)"])
@example([" (closed)", ",", ":"])
@example(["OSCE "])
@settings(deadline=None)
def test_any_text_is_read_without_an_error(lines: list[str]) -> None:
    bodies, body_issues = sources(*lines)
    subjects, subject_issues = fields(*lines)
    assert len({one.name for one in bodies}) == len(bodies)
    assert len({one.name for one in subjects}) == len(subjects)
    # an issue for each name without an id, and for none with one
    assert {one.raw for one in bodies if one.id is None} <= {one.kept for one in body_issues}
    assert {one.raw for one in subjects if one.id is None} <= {one.kept for one in subject_issues}
    assert all(one.name.strip() for one in bodies)
    assert all(one.name.strip() for one in subjects)


@pytest.mark.parametrize("hostile", ["A", "1", ",", "A,", ", ", " ", "(closed)", " (closed)", "/"])
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        text = "A" + hostile * (letters // len(hostile)) + "B"
        start = process_time()
        normalise_sources([text], [])
        normalise_fields([text], [])
        return process_time() - start

    sources("OSCE Secretariat")  # loads the vocabulary
    fastest = min(seconds(20_000) for _ in range(2))
    assert fastest < 40 * max(seconds(2_000), 0.005)
