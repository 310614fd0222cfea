"""What the gazetteer promises: names, countries, misspellings, and places taken apart."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.normalise.gazetteer import Found, find, fold, is_known, split, title_case

DATELINES = Path(__file__).parents[2].parent / "shared" / "site" / "datelines.tsv"
BEFORE_DATE = re.compile(r"(?P<places>.+?),?\s(?:–\s)?(?:\d|July |August )")
DATA = json.loads(files("osce_scraper.normalise").joinpath("places.json").read_text("utf-8"))
PLACES = DATA["places"]
ANY_TEXT = st.text() | st.text(alphabet="AaİıßЁйԵա'’/;,.& -Dand") | st.text().map(str.upper)


def name_of(raw: str, country: str | None = None) -> str | None:
    found = find(raw, country)
    return found.name if found else None


@pytest.mark.parametrize(
    ("raw", "name", "country"),
    [
        ("VIENNA", "Vienna", "AT"),
        ("Vienne", "Vienna", "AT"),
        ("WIEN", "Vienna", "AT"),
        ("ВЕНА", "Vienna", "AT"),
        ("KYIV", "Kyiv", "UA"),
        ("KIEV", "Kyiv", "UA"),
        ("Київ", "Kyiv", "UA"),
        ("Киев", "Kyiv", "UA"),
        ("ODESSA", "Odesa", "UA"),
        ("Severodonetsk", "Sievierodonetsk", "UA"),
        ("DNEPROPETROVSK", "Dnipro", "UA"),
        ("ASHGABAD", "Ashgabat", "TM"),
        ("NUR-SULTAN", "Astana", "KZ"),
        ("ALMATY", "Almaty", "KZ"),
        ("ДУШАНБЕ", "Dushanbe", "TJ"),
        ("KURGAN-TYUBE", "Bokhtar", "TJ"),
        ("KULYAB", "Kulob", "TJ"),
        ("JALALABAD", "Jalal-Abad", "KG"),
        ("BERNE", "Bern", "CH"),
        ("GENÈVE", "Geneva", "CH"),
        ("GORAŽDE", "Goražde", "BA"),
        ("GORAZDE", "Goražde", "BA"),
        ("FOČA", "Foča", "BA"),
        ("BRCKO", "Brčko", "BA"),
        ("GAZİANTEP", "Gaziantep", "TR"),
        ("BAKI", "Baku", "AZ"),
        ("GƏNCƏ", "Ganja", "AZ"),
        ("ԵՐԵՎԱՆ", "Yerevan", "AM"),
        ("თბილისი", "Tbilisi", "GE"),
        ("ERGNETI", "Ergneti", "GE"),
        ("MITROVO POLJE", "Mitrovo Polje", "RS"),
        ("ĐAKOVICA", "Gjakova", "XK"),
        ("PEĆ", "Peja", "XK"),
        ("GNJILANE", "Gjilan", "XK"),
        ("ANDORRA LA VELLA", "Andorra la Vella", "AD"),
        ("THE HAGUE", "The Hague", "NL"),
        ("ŁÓDŹ", "Łódź", "PL"),
        ("LODZ", "Łódź", "PL"),
        ("NEW YORK CITY", "New York", "US"),
        ("Kamensk-Shakhtinskiy", "Kamensk-Shakhtinskiy", "RU"),
        ("ST.PETERSBURG", "St. Petersburg", "RU"),
    ],
)
def test_a_city_has_its_current_english_name_and_its_country(
    raw: str, name: str, country: str
) -> None:
    assert find(raw) == Found(name, country, "city", misspelt=False)


@pytest.mark.parametrize(
    "raw", ["WASHINGTON", "WASHINGTON D.C.", "WASHINGTON, D.C.", "Washington DC", "Washington, DC"]
)
def test_washington_is_written_in_many_ways(raw: str) -> None:
    assert name_of(raw) == "Washington, D.C."


@pytest.mark.parametrize("raw", ["PRISTINA", "PRISHTINË", "PRIŠTINA", "Prishtina", "Приштина"])
def test_pristina_is_in_kosovo_in_every_spelling(raw: str) -> None:
    assert find(raw) == Found("Pristina", "XK", "city", misspelt=False)


@pytest.mark.parametrize("raw", ["PRISHTINË/PRIŠTINA", "Prishtinë / Priština", "PEJË/PEĆ"])
def test_two_spellings_of_one_place_are_one_place(raw: str) -> None:
    assert is_known(raw)
    assert split(raw) == [raw]


@pytest.mark.parametrize(
    ("raw", "name", "country"),
    [
        ("Kazakhstan", "Kazakhstan", "KZ"),
        ("Russia", "Russian Federation", "RU"),
        ("Russian Federation", "Russian Federation", "RU"),
        ("TURKEY", "Türkiye", "TR"),
        ("Turkiye", "Türkiye", "TR"),
        ("Czech Republic", "Czechia", "CZ"),
        ("the former Yugoslav Republic of Macedonia", "North Macedonia", "MK"),
        ("United States", "United States of America", "US"),
        ("U.K.", "United Kingdom", "GB"),
        ("Kosovo", "Kosovo", "XK"),
        ("LUXEMBOURG", "Luxembourg", "LU"),
    ],
)
def test_a_country_is_known_by_short_official_and_former_names(
    raw: str, name: str, country: str
) -> None:
    assert find(raw) == Found(name, country, "country", misspelt=False)


@pytest.mark.parametrize(
    "raw", ["Nagorno-Karabakh", "Transdniestria", "Transnistria", "South Ossetia", "Abkhazia"]
)
def test_a_region_whose_code_would_take_sides_has_none(raw: str) -> None:
    found = find(raw)
    assert found is not None
    assert (found.country, found.kind) == (None, "region")


def test_the_country_beside_it_tells_namesakes_apart() -> None:
    assert find("DONETSK") == find("DONETSK", "UA") == Found("Donetsk", "UA", "city", False)
    assert find("DONETSK", "RU") == Found("Donetsk", "RU", "city", misspelt=False)
    assert find("BREST", "FR") == Found("Brest", "FR", "city", misspelt=False)


def test_a_namesake_in_a_country_that_the_list_lacks_is_nobody() -> None:
    assert find("PARIS", "US") is None
    assert find("VIENA", "US") is None


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("YERAVAN", "Yerevan"),
        ("SKOPE", "Skopje"),
        ("VIENA", "Vienna"),
        ("SARJEVO", "Sarajevo"),
        ("BRATISALVA", "Bratislava"),
        ("TASKENT", "Tashkent"),
        ("PRISHTINE/PRISTNA", "Pristina"),
        ("WASHINGTOM", "Washington, D.C."),
    ],
)
def test_a_misspelling_is_recognised_and_marked(raw: str, name: str) -> None:
    found = find(raw)
    assert found is not None
    assert (found.name, found.misspelt) == (name, True)
    assert not is_known(raw)


@pytest.mark.parametrize(
    "raw",
    [
        *("OSH1", "KIYV", "BERM", "ROMS"),  # too short, or no word at all
        *("ODIHR", "OSCE", "SMM", "TODAY", "MINISTERS", "The", "ODIHR final report"),
        *("RUSSIAN", "SERBIAN", "GEORGIAN", "ALBANIAN", "GERMAN", "TAJIKISTANI"),
        *("PLAGUE", "PRISTINE", "TALKS", "HOMES", "PAIRS", "PARKS", "HANDOVER"),
        *("SIENNA", "PARMA", "IZMIT", "BURGOS", "ALMATY, Kazakhstan"),
        *("", " ", "/", "-", "2", "VIENNA/SARAJEVO"),
    ],
)
def test_other_words_are_not_taken_for_places(raw: str) -> None:
    assert find(raw) is None


@pytest.mark.parametrize("raw", ["ASTARA", "GENOVA", "MALTA", "GORI", "CORK"])
def test_a_known_place_is_never_corrected_to_a_neighbour(raw: str) -> None:
    assert is_known(raw)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['country']}-{place['name']}")
def test_every_entry_finds_itself(place: dict[str, str]) -> None:
    country = place["country"] if place["homonym"] else None
    itself = Found(place["name"], place["country"], place["kind"], misspelt=False)
    for name in (place["name"], *place["aliases"], *place["others"]):
        assert find(name, country) == find(name.upper(), country) == itself
    assert split(place["name"]) == [place["name"]]


def test_no_spelling_means_two_places() -> None:
    claims: dict[str, str] = {}
    for place in PLACES:
        for name in (place["name"], *place["aliases"], *place["others"]):
            if not place["homonym"]:
                assert claims.setdefault(fold(name), place["name"]) == place["name"]


def test_the_data_file_is_small_and_names_its_source() -> None:
    data = files("osce_scraper.normalise").joinpath("places.json").read_bytes()
    assert len(data) < 250_000
    assert b"GeoNames" in data[:400]
    assert b"CC BY 4.0" in data[:400]


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("VIENNA / SARAJEVO", ["VIENNA", "SARAJEVO"]),
        ("VIENNA/THE HAGUE", ["VIENNA", "THE HAGUE"]),
        ("GORAŽDE/ FOČA", ["GORAŽDE", "FOČA"]),
        ("TIRANA / BRUSSELS / GENEVA", ["TIRANA", "BRUSSELS", "GENEVA"]),
        ("SKOPJE/NOWHERE", ["SKOPJE", "NOWHERE"]),
        ("PRISHTINË/PRIŠTINA/BELGRADE", ["PRISHTINË/PRIŠTINA", "BELGRADE"]),
        ("BELGRADE/PRISHTINË/PRIŠTINA", ["BELGRADE", "PRISHTINË/PRIŠTINA"]),
        ("VIENNA AND SARAJEVO", ["VIENNA", "SARAJEVO"]),
        ("Vienna & Sarajevo", ["Vienna", "Sarajevo"]),
        ("ВЕНА и ДУШАНБЕ", ["ВЕНА", "ДУШАНБЕ"]),
        ("VIENNA, SARAJEVO AND TIRANA", ["VIENNA", "SARAJEVO", "TIRANA"]),
        ("WASHINGTON, D.C.", ["WASHINGTON, D.C."]),
        ("WASHINGTON, D.C. AND NEW YORK", ["WASHINGTON, D.C.", "NEW YORK"]),
        ("WASHINGTON, D.C./VIENNA", ["WASHINGTON, D.C.", "VIENNA"]),
        ("BOSNIA AND HERZEGOVINA", ["BOSNIA AND HERZEGOVINA"]),
        ("SERBIA AND MONTENEGRO", ["SERBIA AND MONTENEGRO"]),
        ("SECURITY AND VIENNA", ["SECURITY AND VIENNA"]),
        ("ALMATY, Kazakhstan", ["ALMATY, Kazakhstan"]),
        ("Kamensk-Shakhtinskiy, Russian Federation", ["Kamensk-Shakhtinskiy, Russian Federation"]),
        ("VIENNA/", ["VIENNA"]),
        (" / ", []),
        ("", []),
    ],
)
def test_places_are_taken_apart(raw: str, parts: list[str]) -> None:
    assert split(raw) == parts


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("MITROVO POLJE", "Mitrovo Polje"),
        ("KAMENSK-SHAKHTINSKIY", "Kamensk-Shakhtinskiy"),
        ("ANDORRA LA VELLA", "Andorra la Vella"),
        ("BRDO PRI KRANJU", "Brdo pri Kranju"),
        ("ROSTOV-ON-DON", "Rostov-on-Don"),
        ("LA VALLETTA", "La Valletta"),
        ("THE HAGUE", "The Hague"),
        ("WASHINGTON, D.C.", "Washington, D.C."),
        ("GORAŽDE", "Goražde"),
        ("ДУШАНБЕ", "Душанбе"),
        ("İSTANBUL", "İstanbul"),
        ("L'AQUILA", "L'Aquila"),
        ("L'VIV", "L'viv"),
        ("Prishtinë", "Prishtinë"),
        ("the Hague", "the Hague"),
        ("თბილისი", "თბილისი"),
        ("", ""),
    ],
)
def test_capitals_become_title_case(raw: str, title: str) -> None:
    assert title_case(raw) == title


def test_every_place_of_the_collected_datelines_is_known() -> None:
    if not DATELINES.exists():
        pytest.skip(f"the collected datelines are not beside this checkout: {DATELINES}")
    lines = [line.strip('"') for line in DATELINES.read_text("utf-8").splitlines()[1:]]
    matches = [BEFORE_DATE.match(line) for line in lines]
    assert len(matches) == 129
    names = {name for match in matches if match for name in split(match["places"])}
    assert all(matches)
    assert {name for name in names if not is_known(name)} == set()


@given(ANY_TEXT)
def test_any_text_can_be_asked_for(text: str) -> None:
    assert is_known(text) <= (find(text) is not None)
    find(text, "UA")


@given(ANY_TEXT)
def test_parts_are_cut_out_of_the_text_as_they_stand(text: str) -> None:
    parts = split(text)
    assert all(part in text and part.strip() for part in parts)


@given(ANY_TEXT)
def test_title_case_is_stable(text: str) -> None:
    once = title_case(text)
    assert title_case(once) == once


@given(st.lists(st.sampled_from([p["name"] for p in PLACES if not p["homonym"]]), min_size=1))
def test_slashes_part_places_and_join_repeats(names: list[str]) -> None:
    parts = split("/".join(names))
    assert [name_of(part) for part in parts] == [
        name for at, name in enumerate(names) if at == 0 or names[at - 1] != name
    ]


@given(st.sampled_from([p["name"] for p in PLACES if p["kind"] == "city"]), st.data())
def test_a_slip_of_one_letter_never_raises_and_keeps_the_first_letter(
    name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(name)))
    slip = name[:at] + data.draw(st.sampled_from("abcdefgxyz")) + name[at + 1 :]
    found = find(slip)
    if found is not None and found.misspelt:
        assert len(fold(slip)) >= 5
