"""A date is read whole or not at all: nothing is filled in, and no input raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.normalise.dates import parse_date

SEED = date(2014, 12, 3)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
RUSSIAN = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
TIME_STAMP_IN_UTC = re.compile(r"\s*\d{4}-\d\d-\d\d[T\s]+\d\d:\d\d.*[Zz]\s*", re.DOTALL)


def english(when: date) -> str:
    return ENGLISH[when.month - 1]


FORMS: dict[str, Callable[[date], str]] = {
    "as listings write it": lambda d: f"{d.day} {english(d)} {d.year}",
    "two digits for the day": lambda d: f"{d.day:02} {english(d)} {d.year}",
    "comma before the year": lambda d: f"{d.day} {english(d)}, {d.year}",
    "capitals": lambda d: f"{d.day} {english(d).upper()} {d.year}",
    "American order": lambda d: f"{english(d)} {d.day}, {d.year}",
    "short month": lambda d: f"{d.day} {english(d)[:3]} {d.year}",
    "short month with a stop": lambda d: f"{d.day} {english(d)[:3]}. {d.year}",
    "Russian": lambda d: f"{d.day} {RUSSIAN[d.month - 1]} {d.year}",
    "Russian with its word for year": lambda d: f"{d.day} {RUSSIAN[d.month - 1]} {d.year} года",
    "ISO 8601": lambda d: d.isoformat(),
    "ISO 8601 with a time": lambda d: f"{d.isoformat()}T10:30:00",
    "ISO 8601 with an offset": lambda d: f"{d.isoformat()}T23:59:59-05:00",
}


@pytest.mark.parametrize("form", FORMS)
@given(when=st.dates(date(1995, 1, 1), date(2035, 12, 31)))
@settings(deadline=None, max_examples=60)
def test_every_day_is_read_in_every_form(form: str, when: date) -> None:
    assert parse_date(FORMS[form](when)) == when


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ("3 December 2014", SEED),
        ("  3  December\u00a02014\n", SEED),
        ("3rd December 2014", SEED),
        ("Wednesday, 3 December 2014", SEED),
        ("July 23, 2014", date(2014, 7, 23)),
        ("August 2, 2025", date(2025, 8, 2)),
        ("9 Apr 2012", date(2012, 4, 9)),
        ("1 Sept 2014", date(2014, 9, 1)),
        ("9 May 1996", date(1996, 5, 9)),
        ("29 February 2012", date(2012, 2, 29)),
        ("7 июля 2017 года", date(2017, 7, 7)),
        ("6 марта 2023", date(2023, 3, 6)),
    ],
)
def test_written_out_dates(raw: str, when: date) -> None:
    assert parse_date(raw) == when


@pytest.mark.parametrize(
    "raw",
    [
        "3 décembre 2014",
        "3. Dezember 2014",
        "3 dicembre 2014",
        "3 de diciembre de 2014",
        "3 грудня 2014",
        "3 декември 2014",
        "3 dhjetor 2014",
        "3. prosinca 2014.",
        "3 decembrie 2014",
        "3 dekabr 2014",
        "3 желтоқсан 2014",
        "3 декабрь 2014",
        "3 დეკემბერი 2014",
        "3 դեկտեմբերի 2014",
    ],
)
def test_months_in_the_languages_of_the_organisation(raw: str) -> None:
    assert parse_date(raw) == SEED


# In sentences Bosnian, Croatian and Serbian dates stand in the genitive.
CROATIAN = (
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenog"
    " prosinca"
)
GENITIVE = (
    CROATIAN,
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra",
    "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "јануара фебруара марта априла маја јуна јула аугуста септембра октобра новембра децембра",
)


@pytest.mark.parametrize("months", GENITIVE)
@pytest.mark.parametrize("end", ["", ".", ". godine", ". године", " godine", ". g."])
def test_balkan_dates_in_the_genitive(months: str, end: str) -> None:
    for number, month in enumerate(months.split(), start=1):
        assert parse_date(f"3. {month} 2010{end}") == date(2010, number, 3)


TURKMEN = "ýanwary fewraly marty apreli maýy iýuny iýuly awgusty sentýabry oktýabry noýabry dekabry"


def test_turkmen_dates_put_the_year_first() -> None:
    for number, month in enumerate(TURKMEN.split(), start=1):
        assert parse_date(f"2010-njy ýylyň 3-nji {month}") == date(2010, number, 3)


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ("3.maja 2010", date(2010, 5, 3)),
        ("3 мај 2010 година", date(2010, 5, 3)),
        ("2010-жылдын 3-майы", date(2010, 5, 3)),
        ("3 dekabr 2014-cü il", SEED),
        ("December 3 2014", SEED),
        ("03.12.2014", SEED),
        ("3.12.2014.", SEED),
        ("3. 12. 2014. godine", SEED),
        ("03.12.2014 г.", SEED),
    ],
)
def test_dates_with_stops_and_words_for_the_year(raw: str, when: date) -> None:
    assert parse_date(raw) == when


@pytest.mark.parametrize(
    "raw",
    ["03/12/2014", "03.12.14", "32.01.2014", "12.13.2014", "2014.12.03", "12.2014", "1.2.3.2014"],
)
def test_other_numbers_are_no_date(raw: str) -> None:
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ("2014-12-03", SEED),
        ("2014-12-03T00:00:00", SEED),
        ("2014-12-03 23:59", SEED),
        # its own offset counts, wherever the reader sits
        ("2014-12-03T23:30:00+00:00", SEED),
        ("2014-12-03T23:30:00-05:00", SEED),
        ("2014-12-03T00:30:00+05:00", SEED),
        ("2014-12-03T23:30:00.123+01:00", SEED),
        # with Z it is the date in Vienna: an hour ahead in winter, two in summer
        ("2014-12-03T11:00:00Z", SEED),
        ("2014-12-02T22:59:59Z", date(2014, 12, 2)),
        ("2014-12-02T23:00:00Z", SEED),
        ("2014-12-03T22:59:59Z", SEED),
        ("2014-07-22T21:59:59Z", date(2014, 7, 22)),
        ("2014-07-22T22:00:00Z", date(2014, 7, 23)),
        ("2014-12-31T23:30:00Z", date(2015, 1, 1)),
        # the days on which Vienna changes its clocks
        ("2014-03-30T22:30:00Z", date(2014, 3, 31)),
        ("2014-10-26T22:30:00Z", date(2014, 10, 26)),
    ],
)
def test_time_stamps(raw: str, when: date) -> None:
    assert parse_date(raw) == when


@given(
    st.dates(date(1995, 1, 1), date(2035, 12, 31)),
    st.times(),
    st.integers(-12 * 60, 14 * 60).filter(bool),
)
def test_the_offset_of_a_time_stamp_never_moves_its_date(
    when: date, time: object, minutes: int
) -> None:
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    assert parse_date(f"{when.isoformat()}T{time}{sign}{hours:02}:{rest:02}") == when


@pytest.mark.parametrize(
    "raw",
    [
        # something is missing
        *("", " ", "2014", "December", "3", "3 December", "December 3", "December 2014"),
        *("3 2014", "2014-12", "12 2014", "30 June", "9 Apr", "7 июля", "июль 2017"),
        # relative to a day that only the reader knows
        *("today", "yesterday", "Monday", "3 days ago", "last December", "сегодня"),
        # no day of the calendar
        *("31 February 2014", "0 December 2014", "32 December 2014", "29 February 2014"),
        *("2014-02-30", "2014-13-01", "2014-00-10", "0000-01-01"),
        # no single day
        *("3-5 December 2014", "3 and 4 December 2014", "3 December 2014 - 5 December 2015"),
        # digits that run into others
        *("20142 March", "19962-июля", "3 December 20145", "333 December 2014", "2014123 May"),
        # no date at all
        *("on DATE", "VIENNA", "12 participants 2014", "Skopje 2014", "11:00", "N/A"),
        # a time is no day
        *("10:20 December 2014", "December 2014 10:20"),
    ],
)
def test_what_is_no_complete_date_is_none(raw: str) -> None:
    assert parse_date(raw) is None


@given(
    st.integers(1, 31),
    st.sampled_from(ENGLISH + RUSSIAN),
    st.integers(1995, 2035),
    st.sampled_from([" ", ", ", "-", "."]),
)
@settings(deadline=None)
def test_a_missing_part_is_never_completed(day: int, month: str, year: int, blank: str) -> None:
    parts = [
        (str(day), month),
        (month, str(day)),
        (month, str(year)),
        (str(year), month),
        (str(day), str(year)),
    ]
    assert [parse_date(blank.join(part)) for part in parts] == [None] * len(parts)


def numbers_in(text: str) -> list[int]:
    """Numbers written in a text, e.g. `9` and `2012` in `9 Apr 2012`."""
    return [int(digits) for digits in re.findall(r"\d+", text)]


WORDS = (
    *ENGLISH[::3],
    *("Dec", "Dec.", "июля", "mai", "août", "Dezember", "décembre", "1", "2", "03", "12", "31"),
    *("2014", "1996", "99", "14", "10:20", "PM", "am", "st", "rd", "th", "года", "de", "of", "the"),
    *("Monday", "week", "ago", "UTC", "GMT", "+0500", "-", "/", ".", ",", ":", "T", "Z"),
    *("2014-12-03", "03.12.2014", "20141203", "noon", "and", "year"),
)


@given(
    st.tuples(st.sampled_from([" ", " ", ""]), st.lists(st.sampled_from(WORDS), max_size=7)).map(
        lambda drawn: drawn[0].join(drawn[1])
    )
    | st.from_regex(r"\A\d{1,6}[ .,-]{0,2}(May|mai|июля|March)[ .,-]{0,2}\d{0,5}\Z")
    | st.text(max_size=70)
)
@settings(deadline=None, max_examples=400)
def test_no_date_has_a_year_or_a_day_that_the_text_lacks(text: str) -> None:
    when = parse_date(text)
    if when is not None and not TIME_STAMP_IN_UTC.fullmatch(text):
        assert when.year in numbers_in(text)
        assert when.day in numbers_in(text)


@given(st.dates(date(1995, 1, 1), date(2035, 12, 31)), st.times())
def test_vienna_is_at_most_a_day_ahead_of_a_time_stamp_in_utc(day: date, time: object) -> None:
    when = parse_date(f"{day.isoformat()}T{time}Z")
    assert when in {day, day + timedelta(days=1)}


@given(st.text())
@example("9999-12-31T23:30:00Z")
@example("0001-01-01T00:00:00Z")
@example("2014-12-03T10:00:00+99:99")
@example("٣ December ٢٠١٤")
@example("² December ²⁰¹⁴")
@settings(deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert parse_date(text) is None or parse_date(text) == parse_date(f" {text} ")


@pytest.mark.parametrize(
    "hostile",
    ["A", "1", "/", "-", " ", ".", "1 ", "3 December ", "2014-12-03T", "1st ", "٣", "\u0301"],
)
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        text = "3" + hostile * (letters // len(hostile)) + "x"
        start = process_time()
        parse_date(text)
        return process_time() - start

    fastest = min(seconds(100_000) for _ in range(2))
    assert fastest < 40 * max(seconds(10_000), 0.005)
