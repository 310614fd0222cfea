"""A dateline is found only where a release begins with one, and nothing in it is completed."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from time import process_time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from osce_scraper.items import Issue
from osce_scraper.normalise.datelines import (
    Dateline,
    parse_dateline,
    parse_place_and_date,
    split_places,
)
from osce_scraper.normalise.gazetteer import find, is_known
from osce_scraper.normalise.places import normalise_places

DATELINES = Path(__file__).parents[2].parent / "shared/site" / "datelines.tsv"
PLACES = json.loads(files("osce_scraper.normalise").joinpath("places.json").read_text("utf-8"))
CITIES = [p for p in PLACES["places"] if p["kind"] == "city" and not p["homonym"]]
HOMONYMS = [p for p in PLACES["places"] if p["homonym"]]
COUNTRIES = {p["country"]: p["name"] for p in PLACES["places"] if p["kind"] == "country"}
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def names(dateline: Dateline) -> list[str]:
    """Current names of the places of a dateline."""
    return [place.name for place in normalise_places([dateline.place], "dateline", [])]


# --- one by one: facts section 4.3, and the classes of trouble below it


@pytest.mark.parametrize(
    ("text", "raw", "places", "when"),
    [
        (
            "WARSAW, 15 March 2022 – With cities of Ukraine under fire",
            "WARSAW, 15 March 2022",
            ["Warsaw"],
            "2022-03-15",
        ),
        (
            "GORAŽDE/ FOČA, 7 August 2025 – The Deputy Head of Mission",
            "GORAŽDE/ FOČA, 7 August 2025",
            ["Goražde", "Foča"],
            "2025-08-07",
        ),
        (
            "PRISHTINË/PRIŠTINA, 6 April 2012 – Acting Head of Mission",
            "PRISHTINË/PRIŠTINA, 6 April 2012",
            ["Pristina"],
            "2012-04-06",
        ),
        (
            "BUCHAREST, 6 September 2001 (OSCE)- Recognising the role",
            "BUCHAREST, 6 September 2001 (OSCE)",
            ["Bucharest"],
            "2001-09-06",
        ),
        ("KIEV, 13 March 2002- The President", "KIEV, 13 March 2002", ["Kyiv"], "2002-03-13"),
        (
            "PRISHTINË/PRIŠTINA, 9 Apr 2012- Acting Head of Mission",
            "PRISHTINË/PRIŠTINA, 9 Apr 2012",
            ["Pristina"],
            "2012-04-09",
        ),
        (
            "WARSAW/VIENNA, 30 June – OSCE Chairman-in-Office",
            "WARSAW/VIENNA, 30 June",
            ["Warsaw", "Vienna"],
            None,
        ),
        (
            "VIENNA, 23 August – The OSCE Representative",
            "VIENNA, 23 August",
            ["Vienna"],
            None,
        ),
        (
            "NEW YORK, 25 February – Briefing the Security Council",
            "NEW YORK, 25 February",
            ["New York"],
            None,
        ),
        ("VIENNA- The OSCE Representative", "VIENNA", ["Vienna"], None),
        (
            "TIRANA / BRUSSELS / GENEVA – 6 October 2020. The Co-Chairs",
            "TIRANA / BRUSSELS / GENEVA – 6 October 2020",
            ["Tirana", "Brussels", "Geneva"],
            "2020-10-06",
        ),
        (
            "VIENNA, July 23, 2014 – The Co-Chairs",
            "VIENNA, July 23, 2014",
            ["Vienna"],
            "2014-07-23",
        ),
        (
            "HELSINKI, August 2, 2025 – OSCE Secretary General",
            "HELSINKI, August 2, 2025",
            ["Helsinki"],
            "2025-08-02",
        ),
        (
            "Prishtinë/Priština, 13 April 2012 – The Head of the Mission",
            "Prishtinë/Priština, 13 April 2012",
            ["Pristina"],
            "2012-04-13",
        ),
        (
            "DUSHANBE, 16 January 2013 –A roundtable",
            "DUSHANBE, 16 January 2013",
            ["Dushanbe"],
            "2013-01-16",
        ),
        (
            "ALMATY, Kazakhstan, 3 December 2014 - Representatives",
            "ALMATY, Kazakhstan, 3 December 2014",
            ["Almaty"],
            "2014-12-03",
        ),
        (
            "VIENNA/THE HAGUE, 7 January 2003- The Netherlands",
            "VIENNA/THE HAGUE, 7 January 2003",
            ["Vienna", "The Hague"],
            "2003-01-07",
        ),
        (
            "SKOPJE/WARSAW/COPENHAGEN, 4 May 2011 – Observers",
            "SKOPJE/WARSAW/COPENHAGEN, 4 May 2011",
            ["Skopje", "Warsaw", "Copenhagen"],
            "2011-05-04",
        ),
        (
            "ANDORRA LA VELLA, 28 July 2022- OSCE Secretary General",
            "ANDORRA LA VELLA, 28 July 2022",
            ["Andorra la Vella"],
            "2022-07-28",
        ),
        (
            "WASHINGTON D.C., 5 February 2009 - The Chairperson",
            "WASHINGTON D.C., 5 February 2009",
            ["Washington, D.C."],
            "2009-02-05",
        ),
        (
            "MITROVO POLJE, 19 October 2001 (OSCE)- The first group",
            "MITROVO POLJE, 19 October 2001 (OSCE)",
            ["Mitrovo Polje"],
            "2001-10-19",
        ),
        (
            "ДУШАНБЕ, 7 июля 2017 года -  сегодня Посол",
            "ДУШАНБЕ, 7 июля 2017 года",
            ["Dushanbe"],
            "2017-07-07",
        ),
        (
            "ВЕНА, 7 июля 2017 г. – сегодня",
            "ВЕНА, 7 июля 2017 г.",
            ["Vienna"],
            "2017-07-07",
        ),
        (
            "КИЇВ, 3 грудня 2014 року – Місія",
            "КИЇВ, 3 грудня 2014 року",
            ["Kyiv"],
            "2014-12-03",
        ),
        (
            "WIEN, 3. Dezember 2014 – Die Vertreter",
            "WIEN, 3. Dezember 2014",
            ["Vienna"],
            "2014-12-03",
        ),
        (
            "Kamensk-Shakhtinskiy, Russian Federation. The Observer Mission",
            "Kamensk-Shakhtinskiy, Russian Federation",
            ["Kamensk-Shakhtinskiy"],
            None,
        ),
        (
            "BRATISLAVA, 25 September 1998- I have followed with great concern",
            "BRATISLAVA, 25 September 1998",
            ["Bratislava"],
            "1998-09-25",
        ),
        (
            "NEW YORK CITY, 28 September 2015 A good practices guide",
            "NEW YORK CITY, 28 September 2015",
            ["New York"],
            "2015-09-28",
        ),
        ("WARSAW 13 March – The Director", "WARSAW 13 March", ["Warsaw"], None),
        (
            "PRISTINA, 15 October 2001 (OSCE)-- Three political parties",
            "PRISTINA, 15 October 2001 (OSCE)",
            ["Pristina"],
            "2001-10-15",
        ),
        (
            "ASTANA, 25 June 2024 — Today, the Chair",
            "ASTANA, 25 June 2024",
            ["Astana"],
            "2024-06-25",
        ),
        (
            "VIENNA, 3 June, 2002 - The Permanent Council",
            "VIENNA, 3 June, 2002",
            ["Vienna"],
            "2002-06-03",
        ),
        (
            'VIENNA, 3 June 2002- "The OSCE is open',
            "VIENNA, 3 June 2002",
            ["Vienna"],
            "2002-06-03",
        ),
        ("YERAVAN, 13 March 2006 - The OSCE", "YERAVAN, 13 March 2006", ["Yerevan"], "2006-03-13"),
        ("SKOPE, 30 August 2002 - The OSCE", "SKOPE, 30 August 2002", ["Skopje"], "2002-08-30"),
        (
            "SARAJEVO, 3. maja 2010. godine – Misija",
            "SARAJEVO, 3. maja 2010. godine",
            ["Sarajevo"],
            "2010-05-03",
        ),
        (
            "САРАЈЕВО, 3. маја 2010. године – Мисија",
            "САРАЈЕВО, 3. маја 2010. године",
            ["Sarajevo"],
            "2010-05-03",
        ),
        ("SARAJEVO, 3. maja – Misija", "SARAJEVO, 3. maja", ["Sarajevo"], None),
        (
            "AŞGABAT, 2010-njy ýylyň 3-nji maýy – Merkez",
            "AŞGABAT, 2010-njy ýylyň 3-nji maýy",
            ["Ashgabat"],
            "2010-05-03",
        ),
        ("VIENNA, May 3 2010 – The OSCE", "VIENNA, May 3 2010", ["Vienna"], "2010-05-03"),
        ("VIENNA, 3 May 2010, - The OSCE", "VIENNA, 3 May 2010", ["Vienna"], "2010-05-03"),
        ("VIENNA, 12.03.2025 – The OSCE", "VIENNA, 12.03.2025", ["Vienna"], "2025-03-12"),
        ("VIENNA (OSCE), 3 May – The Chair", "VIENNA (OSCE), 3 May", ["Vienna"], None),
        ("Vienne, le 3 mai 2010 – La", "Vienne, le 3 mai 2010", ["Vienna"], "2010-05-03"),
        ("WIEN, den 3. Mai 2010 – Die", "WIEN, den 3. Mai 2010", ["Vienna"], "2010-05-03"),
        ("VIENNA (OSCE) - The Chair", "VIENNA (OSCE)", ["Vienna"], None),
        (
            "Hofburg, Vienna, 3 May 2010 – The Chair",
            "Hofburg, Vienna, 3 May 2010",
            ["Vienna"],
            "2010-05-03",
        ),
        (
            "GENERAL TOSHEVO, 3 May 2010 – A town that no list holds",
            "GENERAL TOSHEVO, 3 May 2010",
            ["General Toshevo"],
            "2010-05-03",
        ),
        (
            "NOWHERESVILLE, 3 December 2014 - A city that no list holds",
            "NOWHERESVILLE, 3 December 2014",
            ["Nowheresville"],
            "2014-12-03",
        ),
    ],
)
def test_datelines_as_pages_write_them(
    text: str, raw: str, places: list[str], when: str | None
) -> None:
    dateline = parse_dateline(text)
    assert dateline is not None
    assert dateline.raw == raw
    assert names(dateline) == places
    assert dateline.date == (date.fromisoformat(when) if when else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        # reports have none (facts 4.3)
        "Summary Compared with the previous day, the Mission recorded fewer violations.",
        "On 26 April, the SMM heard explosions in Donetsk region.",
        "Between 18 and 19 May, the Mission recorded 120 ceasefire violations.",
        "ODIHR final report on 2020 Poland presidential elections The presidential election",
        "A five-day training course on searches concluded on 6 April 2018 in Sarob",
        # a date further inside the text
        "The OSCE Mission to Skopje, 3 December 2014 - the Head of Mission",
        "Meeting in Vienna on 3 December 2014 - the Permanent Council agreed",
        "VIENNA hosts, on 4 and 5 December 2014 – as every year – a conference",
        "Vienna will host a meeting on 3 December 2014 – the third this year.",
        # dates and places in another order
        "3 December 2014 - The OSCE Mission",
        "December 2014, VIENNA - The OSCE Mission",
        # capitals with a dash that are no place
        "OSCE - the world's largest regional security organization",
        "ODIHR – and others",
        # an ordinary sentence that begins with a city
        "Vienna. It is here that the Permanent Council meets.",
        "Vienna is the seat of the Secretariat.",
        "Belgrade - the capital of Serbia - hosted the event.",
    ],
)
def test_plain_words_are_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "VIENNA, 31 February 2014 – The OSCE",
        "VIENNA, 45 March 2014 – The OSCE",
        "VIENNA, 3 Participants 2014 – The OSCE",
    ],
)
def test_a_date_that_no_calendar_has_is_never_given(text: str) -> None:
    dateline = parse_dateline(text)
    assert dateline is None or dateline.date is None


@pytest.mark.parametrize(
    "words",
    [
        *("JOINT STATEMENT", "SPECIAL REPORT", "STATEMENT BY THE CHAIR", "PRESS RELEASE"),
        *("ODIHR", "OSCE", "OSCE/ODIHR", "SMM", "PERMANENT COUNCIL", "OSCE PA", "MINSK GROUP"),
        *("HIGH COMMISSIONER ON NATIONAL MINORITIES", "PRESIDENT", "SECRETARY GENERAL"),
        *("UPDATED", "PUBLISHED", "CORRIGENDUM", "FOR IMMEDIATE RELEASE", "MONDAY", "MAY"),
        *("СОВМЕСТНОЕ ЗАЯВЛЕНИЕ", "БДИПЧ", "SAOPŠTENJE", "FINAL DRAFT"),
    ],
)
def test_capitals_of_the_organisation_itself_are_no_place(words: str) -> None:
    for date_words in ("12 March 2025", "12 March"):
        for comma in (",", ""):
            assert parse_dateline(f"{words}{comma} {date_words} – The OSCE") is None
    assert parse_place_and_date(f"{words} 12 March 2025") is None


@pytest.mark.parametrize("beside", ["OSCE", "Monday", "Joint statement"])
def test_such_words_after_the_city_are_no_country(beside: str) -> None:
    dateline = parse_dateline(f"VIENNA, {beside}, 12 March 2025 – The OSCE")
    assert dateline is not None
    issues: list[Issue] = []
    (place,) = normalise_places([dateline.place], "dateline", issues)
    assert (place.name, place.country, issues) == ("Vienna", "AT", [])


@pytest.mark.parametrize("text", ["Paris, Texas. The OSCE", "Vienna, however. The OSCE"])
def test_without_a_date_the_country_must_fit_the_city(text: str) -> None:
    assert parse_dateline(text) is None


def test_the_text_goes_on_after_the_separator() -> None:
    for separator in (" - ", "- ", " – ", "-- ", " –", " — ", " -- "):
        text = f"VIENNA, 3 December 2014{separator}The OSCE"
        dateline = parse_dateline(text)
        assert dateline is not None
        assert text[dateline.end :] == "The OSCE"


# --- the collected datelines, 129 of them


@dataclass(frozen=True)
class Line:
    """A line of `datelines.tsv`, with the date that its words hold."""

    text: str
    written: date | None


def written_date(text: str) -> date | None:
    """The complete date among the first words, read without the code under test."""
    if match := re.search(r"(\d{1,2}) (\w{3})\w* (\d{4})", text):
        words = f"{match[1]} {match[2]} {match[3]}"
    elif match := re.search(r"(\w{3})\w* (\d{1,2}), (\d{4})", text):
        words = f"{match[2]} {match[1]} {match[3]}"
    else:
        return None
    return datetime.strptime(words.replace("июл", "Jul"), "%d %b %Y").date()  # noqa: DTZ007


def collected() -> list[Line]:
    """The file's lines; none where the folder is not beside this checkout."""
    if not DATELINES.exists():
        return []
    with DATELINES.open(encoding="utf-8", newline="") as file:
        texts = [row["dateline_and_first_words"] for row in csv.DictReader(file, delimiter="\t")]
    return [Line(text, written_date(text)) for text in texts]


COLLECTED = collected()
needs_collection = pytest.mark.skipif(
    not COLLECTED, reason=f"the collected datelines are not beside this checkout: {DATELINES}"
)


@needs_collection
def test_the_collection_is_whole() -> None:
    assert len(COLLECTED) == 129
    assert [line.text for line in COLLECTED if line.written is None] == [
        "WARSAW/VIENNA, 30 June – OSCE Chairman-",
        "VIENNA, 23 August – The OSCE Repre",
        "NEW YORK, 25 February – Briefing the U",
    ]


@needs_collection
@pytest.mark.parametrize("line", COLLECTED, ids=lambda line: line.text)
def test_a_collected_dateline_gives_known_places_and_its_own_date(line: Line) -> None:
    dateline = parse_dateline(line.text)
    assert dateline is not None
    assert dateline.date == line.written
    issues: list[Issue] = []
    places = normalise_places([dateline.place], "dateline", issues)
    assert places
    assert issues == []
    assert all(place.country for place in places)
    assert all(is_known(city) for city, _ in split_places(dateline.place))
    # only the separator lies between the dateline and the text
    assert line.text.startswith(dateline.raw)
    assert re.fullmatch(r"\.? ?|\s*[-–—]{1,2}\s*", line.text[len(dateline.raw) : dateline.end])
    assert re.match(r'[\w"]', line.text[dateline.end :])


# --- every dateline that the grammar can produce (facts section 4.1)


@dataclass(frozen=True)
class Written:
    """A dateline made by the grammar, with what it means."""

    raw: str
    separator: str
    text: str
    places: list[tuple[str, str]]
    date: date | None

    @property
    def paragraph(self) -> str:
        """The paragraph that begins with it."""
        return self.raw + self.separator + self.text


DASHES = (" - ", "- ", " -- ", "-- ", " – ", "– ", " –", " — ", "— ", "-", "–")
BEGINNINGS = ("The OSCE Mission", "A roundtable", '"The OSCE', "“We", "An 18-nation", "сегодня")


def cities() -> st.SearchStrategy[list[tuple[str, dict[str, str]]]]:
    """One to three different cities, each in one of its spellings."""
    spelt = st.sampled_from(CITIES).flatmap(
        lambda place: st.tuples(
            st.sampled_from([place["name"], *place["aliases"], *place["others"]]), st.just(place)
        )
    )
    return st.lists(spelt, min_size=1, max_size=3, unique_by=lambda drawn: drawn[1]["name"])


@st.composite
def datelines(draw: st.DrawFn) -> Written:
    """`PLACES [, COUNTRY] , DAY MONTH [YEAR] [ (OSCE) ] SEP text`."""
    drawn = draw(cities())
    capitals = draw(st.sampled_from([True, True, True, False]))
    words = draw(st.sampled_from(["/", " / ", "/ "])).join(
        spelling.upper() if capitals else spelling for spelling, _ in drawn
    )
    country = COUNTRIES.get(drawn[-1][1]["country"])
    if country and draw(st.booleans()):
        words += f", {country}"
    assume(len(words) <= 80)  # facts 4.1: the words for the place have up to 80 characters
    when = draw(st.dates(date(1995, 1, 1), date(2035, 12, 31)))
    month = ENGLISH[when.month - 1]
    complete = [
        f"{when.day} {month} {when.year}",
        f"{when.day:02} {month} {when.year}",
        f"{when.day} {month}, {when.year}",
        f"{when.day} {month[:3]} {when.year}",
        f"{month} {when.day}, {when.year}",
    ]
    has_year = draw(st.sampled_from([True, True, True, False]))
    day = draw(st.sampled_from(complete if has_year else [f"{when.day} {month}"]))
    dash_first = draw(st.sampled_from([False, False, False, True]))
    before, separators = (" – ", (". ", " – ")) if dash_first else (", ", DASHES)
    osce = "" if dash_first else draw(st.sampled_from(["", "", " (OSCE)"]))
    return Written(
        raw=f"{words}{before}{day}{osce}",
        separator=draw(st.sampled_from(separators)),
        text=draw(st.sampled_from(BEGINNINGS)),
        places=[(place["name"], place["country"]) for _, place in drawn],
        date=when if has_year else None,
    )


@given(datelines())
@settings(deadline=None, max_examples=400)
def test_every_dateline_of_the_grammar_is_read_back(written: Written) -> None:
    dateline = parse_dateline(written.paragraph)
    assert dateline is not None
    assert dateline.raw == written.raw
    assert dateline.date == written.date
    issues: list[Issue] = []
    places = normalise_places([dateline.place], "dateline", issues)
    assert [(place.name, place.country) for place in places] == written.places
    assert issues == []
    assert written.paragraph[dateline.end :] == written.text


@pytest.mark.parametrize("place", CITIES, ids=lambda place: str(place["name"]))
def test_every_city_of_the_gazetteer_makes_a_dateline(place: dict[str, str]) -> None:
    for spelling in (place["name"], *place["aliases"], *place["others"]):
        for words in (spelling, spelling.upper()):
            dateline = parse_dateline(f"{words}, 3 December 2014 - The OSCE")
            assert dateline is not None, words
            assert names(dateline) == [place["name"]]


@pytest.mark.parametrize("place", HOMONYMS, ids=lambda place: f"{place['name']}-{place['country']}")
def test_the_country_tells_cities_of_one_name_apart(place: dict[str, str]) -> None:
    country = COUNTRIES[place["country"]]
    dateline = parse_dateline(f"{place['name'].upper()}, {country}, 3 December 2014 - The OSCE")
    assert dateline is not None
    places = normalise_places([dateline.place], "dateline", [])
    assert [(one.name, one.country) for one in places] == [(place["name"], place["country"])]


@pytest.mark.parametrize("country", COUNTRIES.values())
def test_every_country_may_stand_after_the_city(country: str) -> None:
    dateline = parse_dateline(f"NOWHERESVILLE, {country}, 3 December 2014 - The OSCE")
    assert dateline is not None
    found = find(country)
    assert found is not None
    places = normalise_places([dateline.place], "dateline", [])
    assert [(place.name, place.country) for place in places] == [("Nowheresville", found.country)]


# --- the line of the old layout that holds place and date and nothing else


@pytest.mark.parametrize(
    ("line", "place", "when"),
    [
        ("SARAJEVO 30 December 2002", "SARAJEVO", "2002-12-30"),
        ("PRISTINA 9 January 2002", "PRISTINA", "2002-01-09"),
        ("ZAGREB 6 July 2004", "ZAGREB", "2004-07-06"),
        ("ASHGABAD 29 November 2002", "ASHGABAD", "2002-11-29"),
        ("NEW YORK 28 September 2007", "NEW YORK", "2007-09-28"),
        ("ALMATY, Kazakhstan 6 July 2004", "ALMATY, Kazakhstan", "2004-07-06"),
        ("VIENNA (OSCE) 3 May 2010", "VIENNA", "2010-05-03"),
        ("SARAJEVO 3. maja 2010. godine", "SARAJEVO", "2010-05-03"),
        ("SARAJEVO 03.05.2010", "SARAJEVO", "2010-05-03"),
        ("  VIENNA 18 September 1997 ", "VIENNA", "1997-09-18"),
    ],
)
def test_place_and_date_on_a_line_of_their_own(line: str, place: str, when: str) -> None:
    found = parse_place_and_date(line)
    assert found is not None
    assert (found.place, found.date) == (place, date.fromisoformat(when))


@pytest.mark.parametrize(
    "line",
    [
        *("", "VIENNA", "30 December 2002", "Newsroom", "Photo details"),
        "SARAJEVO, 30 December 2002",
        "SARAJEVO, 30 December 2002 - Property issues",
        "SARAJEVO 30 December 2002 - Property issues",
        "SARAJEVO 30 December",
        "ALMATY, Texas 6 July 2004",
        "NOWHERESVILLE, Kazakhstan 6 July 2004",
        "PRISTINA, Serbia 6 July 2004",
        "SARAJEVO 31 February 2002",
        "The training ended on 30 December 2002",
        "(OSCE/Slavka Jureta) SARAJEVO 30 December 2002",
    ],
)
def test_other_lines_hold_no_place_and_date(line: str) -> None:
    assert parse_place_and_date(line) is None


# --- city and country


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("ALMATY, Kazakhstan", [("ALMATY", "Kazakhstan")]),
        ("TIRANA / BRUSSELS", [("TIRANA", None), ("BRUSSELS", None)]),
        ("VIENNA/ALMATY, Kazakhstan", [("VIENNA", None), ("ALMATY", "Kazakhstan")]),
        ("SARAJEVO, Bosnia and Herzegovina", [("SARAJEVO", "Bosnia and Herzegovina")]),
        ("WASHINGTON, D.C.", [("WASHINGTON, D.C.", None)]),
        ("PRISHTINË/PRIŠTINA", [("PRISHTINË/PRIŠTINA", None)]),
        ("PARIS, Texas", [("PARIS", "Texas")]),
        ("Hofburg, Vienna", [("Hofburg, Vienna", None)]),
        ("Hofburg, Vienna, Austria", [("Hofburg, Vienna", "Austria")]),
        (
            "Sofia, Bulgaria and Skopje, North Macedonia",
            [("Sofia", "Bulgaria"), ("Skopje", "North Macedonia")],
        ),
        ("", []),
    ],
)
def test_city_and_country_are_told_apart(words: str, parts: list[tuple[str, str | None]]) -> None:
    assert [*split_places(words)] == parts


# --- whatever comes


def numbers_in(text: str) -> list[int]:
    """Numbers written in a text."""
    return [int(digits) for digits in re.findall(r"\d+", text)]


PIECES = (
    *("VIENNA", "Vienna", "ALMATY, Kazakhstan", "TIRANA / BRUSSELS", "OSCE", "The", "ДУШАНБЕ"),
    *("3", "31", "99", "2014", "December", "Dec.", "July 23, 2014", "3 December 2014", "30 June"),
    *("maja", "12.03.2025", "godine", "-njy", "ýylyň", "JOINT STATEMENT", "Texas"),
    *("года", "(OSCE)", "-", "--", "–", "—", ".", ",", "/", " ", "\n", "of", "st", ";", "“"),
)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
)
@example("A, 1 ")
@example("VIENNA/, 3 December 2014 - The")
@example("/, 3 December 2014 - The")
@settings(deadline=None, max_examples=400)
def test_a_dateline_is_cut_out_of_the_text_as_it_stands(text: str) -> None:
    dateline = parse_dateline(text)
    if dateline is not None:
        assert text.startswith(dateline.raw)
        assert dateline.place in dateline.raw
        assert len(dateline.raw) <= dateline.end <= len(text)
        assert dateline.date is None or dateline.date.year in numbers_in(dateline.raw)
    line = parse_place_and_date(text)
    if line is not None:
        assert line.date is not None
        assert line.date.year in numbers_in(text)


@pytest.mark.parametrize(
    "hostile",
    [
        *("A", "1", "/", " ", "-", ".", ",", "é", "VIENNA/", "VIENNA, ", "A ", "3 December "),
        *("A, 1 ", "VIENNA - ", "(OSCE)", "VIENNA and ", "1. ", "1.", " г.", "2010-njy "),
    ],
)
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        text = "V" + hostile * (letters // len(hostile)) + "x"
        start = process_time()
        parse_dateline(text)
        parse_place_and_date(text)
        return process_time() - start

    fastest = min(seconds(100_000) for _ in range(2))
    assert fastest < 40 * max(seconds(10_000), 0.005)
