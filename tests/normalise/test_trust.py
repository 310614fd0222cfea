"""The page is trusted first, then its listing row, then the dateline; what loses stays visible."""

from __future__ import annotations

from itertools import product

import pytest

from osce_scraper.articles import Article, Evidence
from osce_scraper.items import Capture, Issue, ListingRow
from osce_scraper.normalise.datelines import Dateline, parse_dateline
from osce_scraper.normalise.trust import (
    Findings,
    choose_date,
    choose_fields,
    choose_places,
    choose_sources,
    choose_type,
)


def row(
    date: str | None = None,
    kind: str | None = None,
    where: list[str] | None = None,
    what: list[str] | None = None,
) -> ListingRow:
    return ListingRow(
        title="News",
        url=None,
        date_raw=date,
        type_raw=kind,
        where=where or [],
        what=what or [],
        locations=[],
        teaser=None,
    )


def article(listed: ListingRow | None = None) -> Article:
    capture = Capture(url="https://www.osce.org/cio/52484", status=200, text="page", row=listed)
    return Article(capture=capture, layout="new-html", title="News")


def findings() -> Findings:
    return Findings({}, [])


def conflicts(found: Findings) -> list[tuple[str | None, str | None, str | None]]:
    """Field, winner and loser of each issue that sets a value aside."""
    return [(issue.field, issue.kept, issue.lost) for issue in found.issues if issue.lost]


def codes(issues: list[Issue]) -> list[str]:
    return [issue.code for issue in issues]


# --- the date

ON_PAGE = {None: None, "2014-12-03": "2014-12-03", "on DATE": None, "3 December": None}
IN_ROW = {None: None, "4 December 2014": "2014-12-04", "3 December 2014": "2014-12-03"}
IN_DATELINE = {
    None: None,
    "VIENNA, 5 December 2014": "2014-12-05",
    "VIENNA, 3 December 2014": "2014-12-03",
    "VIENNA, 5 December": None,
}


@pytest.mark.parametrize(
    ("page", "listed", "dateline"), list(product(ON_PAGE, [*IN_ROW, "soon"], IN_DATELINE))
)
def test_the_most_trusted_complete_date_stands_and_the_others_stay_visible(
    page: str | None, listed: str | None, dateline: str | None
) -> None:
    said = article(row(listed) if listed else None)
    said.date_value = said.date_raw = page
    found = findings()
    dated = choose_date(said, parse_dateline(f"{dateline} – The OSCE") if dateline else None, found)

    known = [
        (source, when)
        for source, when in (
            ("page", ON_PAGE[page]),
            ("listing", IN_ROW.get(listed)),
            ("dateline", IN_DATELINE[dateline]),
        )
        if when
    ]
    assert (dated.source, dated.iso) == (known[0] if known else (None, None))
    winner = known[0][1] if known else None
    losers = [when for _, when in known if when != winner]
    assert conflicts(found) == [("date", winner, when) for when in losers]
    assert ("no_date" in codes(found.issues)) is (winner is None)


@pytest.mark.parametrize(
    ("page", "listed", "dateline", "raw"),
    [
        ("3 December 2014", "4 December 2014", "VIENNA, 5 December 2014", "3 December 2014"),
        (None, "4 December 2014", "VIENNA, 5 December 2014", "4 December 2014"),
        (None, None, "VIENNA, 5 December 2014", "5 December 2014"),
        (None, None, "VIENNA, December 5, 2014", "December 5, 2014"),
        (None, "6 марта 2023", None, "6 марта 2023"),
        # a date that is not complete gives no date, and its words stay
        ("3 December", None, None, "3 December"),
        (None, None, "VIENNA, 5 December", "5 December"),
        (None, None, None, None),
    ],
)
def test_the_date_keeps_its_words(
    page: str | None, listed: str | None, dateline: str | None, raw: str | None
) -> None:
    said = article(row(listed) if listed else None)
    said.date_value = said.date_raw = page
    parsed = parse_dateline(f"{dateline} – The OSCE") if dateline else None
    assert choose_date(said, parsed, findings()).raw == raw


def test_a_machine_value_is_read_and_the_shown_words_are_kept() -> None:
    said = article()
    said.date_value, said.date_raw = "2014-12-02T23:00:00Z", "3 December 2014"
    dated = choose_date(said, None, findings())
    assert (dated.iso, dated.source, dated.raw) == ("2014-12-03", "page", "3 December 2014")


@pytest.mark.parametrize(
    ("page", "dateline"),
    [
        # facts 4.3: a wrong year, a day before, a day after
        ("15 March 2023", "WARSAW, 15 March 2022 – With"),
        ("14 March 2002", "KIEV, 13 March 2002- The"),
        ("6 August 2025", "GORAŽDE/ FOČA, 7 August 2025 – The"),
        ("6 July 2004", "ZAGREB, 6 June 2004 - The"),
    ],
)
def test_the_page_is_right_against_a_dateline_that_differs(page: str, dateline: str) -> None:
    said = article()
    said.date_value = said.date_raw = page
    found = findings()
    dated = choose_date(said, parse_dateline(dateline), found)
    assert (dated.source, dated.raw) == ("page", page)
    assert codes(found.issues) == ["date_conflict"]


def test_evidence_for_the_date_is_kept_in_the_order_of_trust() -> None:
    said = article(row("4 December 2014"))
    said.date_value = said.date_raw = "3 December 2014"
    found = Findings({"date": [Evidence("label_time", "3 December 2014")]}, [])
    choose_date(said, parse_dateline("VIENNA, 5 December 2014 – The OSCE"), found)
    assert [one.source for one in found.evidence["date"]] == ["label_time", "listing", "dateline"]


# --- the type


@pytest.mark.parametrize(
    ("line", "listed", "kind"),
    [
        ("Press release", None, "press_release"),
        ("Press release", "Press release", "press_release"),
        ("News Item", "News", "news"),
        (None, "Press statement", "press_statement"),
        (None, "Пресс-релиз", "press_release"),
        # a bare row says nothing
        (None, None, None),
        ("Meldung", None, "other"),
        (None, "Meldung", "other"),
    ],
)
def test_the_type_is_the_page_s_or_else_the_row_s(
    line: str | None, listed: str | None, kind: str | None
) -> None:
    said = article(row(kind=listed))
    said.type_line = line
    found = findings()
    assert choose_type(said, found) == kind
    assert found.issues == []


def test_without_a_row_and_a_type_line_there_is_no_type() -> None:
    assert choose_type(article(), findings()) is None


def test_a_row_that_names_another_type_is_an_issue() -> None:
    said = article(row(kind="News"))
    said.type_line = "Press release"
    found = findings()
    assert choose_type(said, found) == "press_release"
    assert conflicts(found) == [("type", "press_release", "news")]


# --- places


def dateline(text: str | None) -> Dateline | None:
    return parse_dateline(f"{text}, 3 December 2014 – The OSCE") if text else None


@pytest.mark.parametrize(
    ("label", "line", "opening", "names", "source"),
    [
        (["ALMATY"], None, "ALMATY, Kazakhstan", ["Almaty"], "label"),
        (["ALMATY"], "ALMATY", None, ["Almaty"], "label"),
        ([], "ASHGABAD", "ASHGABAT", ["Ashgabat"], "page"),
        ([], None, "VIENNA/SARAJEVO", ["Vienna", "Sarajevo"], "dateline"),
        (["SARAJEVO", "VIENNA"], None, "VIENNA/SARAJEVO", ["Sarajevo", "Vienna"], "label"),
        (["PRISTINA"], None, "PRISHTINË/PRIŠTINA", ["Pristina"], "label"),
        ([], None, None, [], None),
    ],
)
def test_places_are_the_label_s_or_the_line_s_or_the_dateline_s(
    label: list[str], line: str | None, opening: str | None, names: list[str], source: str | None
) -> None:
    said = article()
    said.places, said.page_place = label, line
    found = findings()
    places = choose_places(said, dateline(opening), found)
    assert [place.name for place in places] == names
    assert {place.source for place in places} == ({source} if source else set())
    assert found.issues == []


@pytest.mark.parametrize(
    ("label", "line", "opening", "issue"),
    [
        (["VIENNA"], None, "SARAJEVO", ("places", "Vienna", "Sarajevo")),
        ([], "VIENNA", "SARAJEVO", ("places", "Vienna", "Sarajevo")),
        (["VIENNA"], "SARAJEVO", None, ("places", "Vienna", "Sarajevo")),
        (["VIENNA"], None, "VIENNA/SARAJEVO", ("places", "Vienna", "Vienna, Sarajevo")),
    ],
)
def test_other_places_elsewhere_on_the_page_are_an_issue(
    label: list[str], line: str | None, opening: str | None, issue: tuple[str, str, str]
) -> None:
    said = article()
    said.places, said.page_place = label, line
    found = findings()
    choose_places(said, dateline(opening), found)
    assert conflicts(found) == [issue]


@pytest.mark.parametrize(
    ("label", "opening", "code"),
    [("SKOPE", "SKOPJE", "misspelt_place"), ("NOWHERESVILLE", None, "unknown_place")],
)
def test_the_place_that_stands_brings_its_issue(label: str, opening: str | None, code: str) -> None:
    said = article()
    said.places = [label]
    found = findings()
    choose_places(said, dateline(opening), found)
    assert codes(found.issues) == [code]


# --- bodies and fields of work


def test_bodies_and_fields_are_the_page_s() -> None:
    said = article()
    said.sources, said.fields = ["OSCE Secretariat"], ["Policing"]
    found = findings()
    assert [one.name for one in choose_sources(said, found)] == ["OSCE Secretariat"]
    assert [one.name for one in choose_fields(said, found)] == ["Policing"]
    assert found.issues == []


def test_or_else_the_row_s() -> None:
    said = article(row(where=["OSCE Mission to Skopje"], what=["Policing", "Elections"]))
    found = findings()
    assert [one.name for one in choose_sources(said, found)] == ["OSCE Mission to Skopje"]
    assert [one.name for one in choose_fields(said, found)] == ["Policing", "Elections"]
    assert found.issues == []


def test_a_bare_row_leaves_the_page_its_own() -> None:
    said = article(row())
    said.sources = ["OSCE Secretariat"]
    found = findings()
    assert [one.name for one in choose_sources(said, found)] == ["OSCE Secretariat"]
    assert choose_fields(said, found) == []
    assert found.issues == []


@pytest.mark.parametrize(
    ("own", "listed"),
    [
        # order means nothing, a body may have been closed or renamed between the two crawls
        (["OSCE Secretariat", "Troika"], ["Troika", "OSCE Secretariat"]),
        (["OSCE Secretariat", "Troika"], ["Troika, OSCE Secretariat"]),
        (["OSCE Mission to Georgia (closed)"], ["OSCE Mission to Georgia"]),
        (["OSCE Chairpersonship"], ["OSCE Chairmanship"]),
    ],
)
def test_a_row_that_names_the_same_bodies_is_no_conflict(own: list[str], listed: list[str]) -> None:
    said = article(row(where=listed))
    said.sources = own
    found = findings()
    assert [one.raw for one in choose_sources(said, found)] == own
    assert found.issues == []


def test_a_row_that_names_other_bodies_or_fields_is_an_issue() -> None:
    said = article(row(where=["OSCE Mission to Skopje"], what=["Elections"]))
    said.sources, said.fields = ["OSCE Secretariat"], ["Policing"]
    found = findings()
    assert [one.name for one in choose_sources(said, found)] == ["OSCE Secretariat"]
    assert [one.name for one in choose_fields(said, found)] == ["Policing"]
    assert conflicts(found) == [
        ("sources", "OSCE Secretariat", "OSCE Mission to Skopje"),
        ("fields_of_work", "Policing", "Elections"),
    ]


def test_unknown_names_of_the_page_bring_their_issues() -> None:
    said = article()
    said.sources, said.fields = ["OSCE Office in Atlantis"], ["Space travel"]
    found = findings()
    choose_sources(said, found)
    choose_fields(said, found)
    assert codes(found.issues) == ["unknown_source", "unknown_field"]
