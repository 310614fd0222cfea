"""Places: the current English name and the country, beside the words of the page."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.items import Issue, Place, PlaceSource
from osce_scraper.normalise.gazetteer import find
from osce_scraper.normalise.places import compare_places, normalise_places


def read(*words: str, source: PlaceSource = "label") -> tuple[list[Place], list[Issue]]:
    """The places of one part of a page, and what there is to say about them."""
    issues: list[Issue] = []
    return normalise_places(words, source, issues), issues


def place(name: str, country: str | None = None, source: PlaceSource = "label") -> Place:
    return Place(name=name, country=country, raw=name.upper(), source=source)


@pytest.mark.parametrize(
    ("raw", "name", "country"),
    [
        ("ALMATY", "Almaty", "KZ"),
        ("ALMATY, Kazakhstan", "Almaty", "KZ"),
        ("KIEV", "Kyiv", "UA"),
        ("KYIV", "Kyiv", "UA"),
        ("ASHGABAD", "Ashgabat", "TM"),
        ("PRISHTINË/PRIŠTINA", "Pristina", "XK"),
        ("Prishtinë/Priština", "Pristina", "XK"),
        ("PRISTINA", "Pristina", "XK"),
        ("FOČA", "Foča", "BA"),
        ("THE HAGUE", "The Hague", "NL"),
        ("WASHINGTON D.C.", "Washington, D.C.", "US"),
        ("MITROVO POLJE", "Mitrovo Polje", "RS"),
        ("ANDORRA LA VELLA", "Andorra la Vella", "AD"),
        ("ДУШАНБЕ", "Dushanbe", "TJ"),
        ("Kamensk-Shakhtinskiy, Russian Federation", "Kamensk-Shakhtinskiy", "RU"),
        ("DONETSK", "Donetsk", "UA"),
        ("DONETSK, Russian Federation", "Donetsk", "RU"),
        ("  NEW\u00a0 YORK\n", "New York", "US"),
        ("PRISTINA, Kosovo", "Pristina", "XK"),
        ("SUKHUMI, Abkhazia", "Sukhumi", "GE"),  # a region without a code tells nothing
        ("TSKHINVALI, South Ossetia, Georgia", "Tskhinvali", "GE"),
        ("Hofburg, Vienna", "Vienna", "AT"),
        ("Hofburg, Vienna, Austria", "Vienna", "AT"),
        ("VIENNA (OSCE)", "Vienna", "AT"),
    ],
)
def test_a_known_place_has_its_current_name_and_its_country(
    raw: str, name: str, country: str
) -> None:
    places, issues = read(raw)
    assert [(found.name, found.country) for found in places] == [(name, country)]
    assert issues == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["VIENNA/SARAJEVO"], ["Vienna", "Sarajevo"]),
        (["VIENNA / THE HAGUE"], ["Vienna", "The Hague"]),
        (["TIRANA / BRUSSELS / GENEVA"], ["Tirana", "Brussels", "Geneva"]),
        (["GORAŽDE/ FOČA"], ["Goražde", "Foča"]),
        (["VIENNA", "SARAJEVO"], ["Vienna", "Sarajevo"]),
        (["SARAJEVO", "VIENNA"], ["Sarajevo", "Vienna"]),
        # one place is named once, however often and in whichever spelling it is written
        (["KIEV", "KYIV"], ["Kyiv"]),
        (["VIENNA/VIENNA"], ["Vienna"]),
        ([], []),
        (["", " ", "/"], []),
    ],
)
def test_several_places_keep_the_order_of_the_page(words: list[str], names: list[str]) -> None:
    places, issues = read(*words)
    assert [found.name for found in places] == names
    assert issues == []


@pytest.mark.parametrize("source", ["label", "page", "dateline"])
def test_a_place_keeps_its_words_and_says_where_they_stand(source: PlaceSource) -> None:
    (found,), _ = read("ALMATY", source=source)
    assert (found.raw, found.source) == ("ALMATY", source)


@pytest.mark.parametrize(
    ("raw", "name", "country"),
    [
        ("NOWHERESVILLE", "Nowheresville", None),
        ("NOWHERESVILLE, Kazakhstan", "Nowheresville", "KZ"),
        ("ŽUTO POLJE", "Žuto Polje", None),
        ("Nowhere-on-Sea", "Nowhere-on-Sea", None),
    ],
)
def test_an_unknown_place_stays_as_written_with_an_issue(
    raw: str, name: str, country: str | None
) -> None:
    (found,), (issue,) = read(raw)
    assert (found.name, found.country) == (name, country)
    assert (issue.code, issue.field) == ("unknown_place", "places")
    assert issue.kept == raw.partition(",")[0]


@pytest.mark.parametrize(
    ("raw", "name", "country", "words"),
    [
        ("PARIS, Texas", "Paris", None, "PARIS, Texas"),
        ("LONDON, Ontario", "London", None, "LONDON, Ontario"),
        ("Belgrade, Montana", "Belgrade", None, "Belgrade, Montana"),
        ("VIENA, Montana", "Viena", None, "VIENA, Montana"),
        ("PARIS, United States", "Paris", "US", "PARIS"),
        ("DALLAS, Texas, United States", "Dallas, Texas", "US", "DALLAS, Texas"),
        # neither code is said: XK would contradict the page, RS the way records write Kosovo
        ("PRISTINA, Serbia", "Pristina", None, "PRISTINA"),
    ],
)
def test_a_city_is_never_moved_to_a_country_that_the_page_does_not_name(
    raw: str, name: str, country: str | None, words: str
) -> None:
    (found,), (issue,) = read(raw)
    assert (found.name, found.country, found.raw) == (name, country, words)
    assert (issue.code, issue.kept) == ("unknown_place", words)


def test_two_cities_each_with_its_country_are_two_places() -> None:
    places, issues = read("Sofia, Bulgaria and Skopje, North Macedonia")
    assert [(one.name, one.country) for one in places] == [("Sofia", "BG"), ("Skopje", "MK")]
    assert issues == []


def test_the_words_around_a_city_stay_in_its_raw_form() -> None:
    (found,), _ = read("Hofburg, Vienna")
    assert found.raw == "Hofburg, Vienna"


def test_an_unknown_place_does_not_hide_a_known_one() -> None:
    places, issues = read("SKOPJE/NOWHERESVILLE")
    assert [(found.name, found.country) for found in places] == [
        ("Skopje", "MK"),
        ("Nowheresville", None),
    ]
    assert [issue.code for issue in issues] == ["unknown_place"]


@pytest.mark.parametrize(
    ("raw", "name"), [("YERAVAN", "Yerevan"), ("SKOPE", "Skopje"), ("TASKENT", "Tashkent")]
)
def test_a_misspelling_is_corrected_and_stays_visible(raw: str, name: str) -> None:
    (found,), (issue,) = read(raw)
    assert (found.name, found.raw) == (name, raw)
    assert (issue.code, issue.field) == ("misspelt_place", "places")
    assert (issue.kept, issue.lost) == (name, raw)


# --- two parts of a page compared


@pytest.mark.parametrize(
    ("kept", "lost"),
    [
        ([], []),
        ([place("Vienna")], []),
        ([], [place("Vienna")]),
        ([place("Vienna")], [place("Vienna", source="dateline")]),
        ([place("Vienna"), place("Skopje")], [place("Skopje"), place("Vienna")]),
    ],
)
def test_parts_that_agree_or_are_silent_make_no_issue(kept: list[Place], lost: list[Place]) -> None:
    assert compare_places(kept, lost) is None


def test_parts_that_differ_make_an_issue_with_both_values() -> None:
    issue = compare_places([place("Vienna")], [place("Sarajevo"), place("Tirana")])
    assert issue is not None
    assert issue.field == "places"
    assert issue.kept == "Vienna"
    assert issue.lost is not None
    assert "Sarajevo" in issue.lost
    assert "Tirana" in issue.lost


# --- whatever comes


@given(
    st.lists(
        st.text() | st.text(alphabet="VIENAvienaЙ/,.&- and"),
        max_size=4,
    )
)
@example(["/"])
@example([" , "])
@example([", Kazakhstan"])
@example(["VIENNA,"])
@settings(deadline=None)
def test_any_text_is_read_without_an_error(words: list[str]) -> None:
    places, issues = read(*words)
    assert len({found.name for found in places}) == len(places)
    assert all(found.name.strip() and found.raw.strip() for found in places)
    unknown = sum(found.country is None for found in places)
    assert unknown <= len(places)
    assert {issue.code for issue in issues} <= {"unknown_place", "misspelt_place"}


@pytest.mark.parametrize(
    "hostile", ["A", "1", "/", "/A", "VIENNA/", " ", ",", "VIENNA, ", "VIENNA and ", "-", "."]
)
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        text = "A" + hostile * (letters // len(hostile)) + "B"
        find.cache_clear()
        start = process_time()
        normalise_places([text], "label", [])
        return process_time() - start

    normalise_places(["VIENNA"], "label", [])  # loads the gazetteer
    little = seconds(2_000)
    fastest = min(seconds(8_000) for _ in range(3))
    assert fastest < 8 * max(little, 0.005)
