from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.taxonomy.resolver import (
    SOURCE_HEADINGS,
    Kind,
    resolve_field,
    resolve_source,
    split_names,
)
from osce_scraper.taxonomy.vocabulary import vocabulary

ROWS = Path(__file__).parents[2].parent / "shared/site/listing_rows.jsonl"
TERMS = vocabulary().terms
SOURCES = [
    term
    for term in TERMS
    if term.vocabulary in {"structure", "field-operation"} or term.id in SOURCE_HEADINGS
]
FIELDS = [term for term in TERMS if term.vocabulary == "field-of-work"]
# The one label of the old listing that is not the body's present name.
FORMER_LABELS = {"OSCE Chairmanship": "OSCE Chairpersonship"}


def source_id(raw: str) -> str | None:
    term, _ = resolve_source(raw)
    return term.id if term else None


def field_id(raw: str) -> str | None:
    term = resolve_field(raw)
    return term.id if term else None


def values(key: str) -> list[str]:
    if not ROWS.exists():
        pytest.skip(f"{ROWS.name} is kept outside the repository")
    rows: list[dict[str, Any]] = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    return sorted({value for row in rows for value in row.get(key) or []})


# --- what the site's own pages say


def test_every_source_of_the_listing_is_known_by_its_present_name() -> None:
    for label in values("where_we_are"):
        term, closed = resolve_source(label)
        assert term is not None, label
        name = label.removesuffix(" (closed)")
        assert term.name == FORMER_LABELS.get(name, name)
        assert closed == label.endswith("(closed)")
        assert term.closed or not closed, label


def test_every_subject_of_the_listing_is_known() -> None:
    assert [value for value in values("what_we_do") if resolve_field(value) is None] == []


def test_every_location_of_the_listing_is_one_country() -> None:
    for value in values("location"):
        assert [term.vocabulary for term in vocabulary().find_label(value)] == ["country"], value


@pytest.mark.parametrize(
    "label",
    [
        "Permanent Council",
        "Forum for Security Co-operation",
        "Troika",
        "Partnerships",
        "Asian Partners for Co-operation",
        "Minsk Group",
        "Personal Representatives of the Chairperson-in-Office",
        (
            "Personal Representative of the OSCE Chairperson-in-Office"
            " on the conflict dealt with by the OSCE Minsk Conference"
        ),
        "OSCE Chairpersonship",
        "OSCE Secretariat",
        "OSCE Secretary General",
        "Transnational Threats Department",
        "Office of the Co-ordinator of OSCE Economic and Environmental Activities",
        "OSCE Office for Democratic Institutions and Human Rights",
        "OSCE High Commissioner on National Minorities",
        "OSCE Representative on Freedom of the Media",
        "OSCE Parliamentary Assembly",
        "OSCE Presence in Albania",
        "OSCE Mission to Bosnia and Herzegovina",
        "OSCE Mission in Kosovo",
        "OSCE Mission to Moldova",
        "OSCE Mission to Montenegro",
        "OSCE Mission to Serbia",
        "OSCE Mission to Skopje",
        "OSCE Programme Office in Astana",
        "OSCE Programme Office in Bishkek",
        "OSCE Programme Office in Dushanbe",
        "OSCE Project Co-ordinator in Uzbekistan",
        "OSCE Office in Yerevan",
        "OSCE Project Co-ordinator in Baku",
        "OSCE Mission to Georgia",
        "OSCE Mission to Croatia",
        "OSCE Special Monitoring Mission to Ukraine",
        "OSCE Assistance Group to Chechnya",
        "OSCE Project Co-ordinator in Ukraine",
    ],
)
def test_names_are_those_of_the_site_s_source_labels(label: str) -> None:
    term, _ = resolve_source(label)
    assert term is not None
    assert term.name == label


# --- former names carry the present term


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("OSCE Centre in Almaty", "programme-office-in-astana"),
        ("OSCE Centre in Astana", "programme-office-in-astana"),
        ("OSCE Mission to the FRY", "mission-to-serbia"),
        ("OSCE Mission to the Federal Republic of Yugoslavia", "mission-to-serbia"),
        ("OSCE Mission to Serbia and Montenegro", "mission-to-serbia"),
        ("OSCE Centre in Tashkent", "project-co-ordinator-in-uzbekistan"),
        ("OSCE Office in Baku", "project-co-ordinator-in-baku"),
        ("OSCE Baku Office", "project-co-ordinator-in-baku"),
        ("OSCE Field Office in Osh", "programme-office-in-bishkek"),
        ("OSCE Centre in Bishkek", "programme-office-in-bishkek"),
        ("OSCE Office in Tajikistan", "programme-office-in-dushanbe"),
        ("OSCE Centre in Dushanbe", "programme-office-in-dushanbe"),
        ("OSCE Mission to Tajikistan", "programme-office-in-dushanbe"),
        ("OSCE Spillover Monitor Mission to Skopje", "mission-to-skopje"),
        ("SMM", "special-monitoring-mission-to-ukraine"),
        ("SMM to Ukraine", "special-monitoring-mission-to-ukraine"),
        ("Chechnya Assistance Group", "assistance-group-to-chechnya"),
        ("Project Co-ordinator in Ukraine", "project-co-ordinator-in-ukraine"),
        ("OSCE Centre in Ashgabad", "centre-in-ashgabat"),
        ("OSCE Mission to Kosovo", "mission-in-kosovo"),
        ("OSCE Office in Zagreb", "mission-to-croatia"),
        ("OSCE Advisory and Monitoring Group in Belarus", "office-in-minsk"),
        ("OSCE Kosovo Verification Mission", "kosovo-verification-mission"),
        ("OSCE Mission to Ukraine", "mission-to-ukraine"),
    ],
)
def test_former_names_of_field_operations(former: str, present: str) -> None:
    assert source_id(former) == f"field-operation:{present}"


@pytest.mark.parametrize(
    "name",
    ["OSCE Chairmanship", "Chairman-in-Office", "the OSCE Chairperson-in-Office", "CiO",
     "Chair-in-Office", "OSCE Chairperson in Office", "Chairpersonship"],
)  # fmt: skip
def test_the_chair_has_one_id(name: str) -> None:
    assert source_id(name) == "structure:chairpersonship"


@pytest.mark.parametrize(
    ("short", "slug"),
    [
        ("ODIHR", "office-for-democratic-institutions-and-human-rights"),
        ("OSCE/ODIHR", "office-for-democratic-institutions-and-human-rights"),
        ("HCNM", "high-commissioner-on-national-minorities"),
        ("RFoM", "representative-on-freedom-of-the-media"),
        ("TNTD", "transnational-threats-department"),
    ],
)
def test_abbreviations(short: str, slug: str) -> None:
    assert source_id(short) == f"structure:{slug}"


# --- the ways to write one name


@pytest.mark.parametrize(
    ("raw", "closed"),
    [
        ("OSCE Office in Minsk", False),
        ("OSCE Office in Minsk (closed)", True),
        ("Office in Minsk (Closed)", True),
        ("the OSCE Office in Minsk(closed)", True),
        ("OSCE Office in Minsk\u00a0(closed) ", True),
        ("OSCE Office in Minsk (discontinued)", True),
        ("The Office in Minsk:", False),
    ],
)
def test_suffix_of_closed_bodies(raw: str, closed: bool) -> None:
    term, flag = resolve_source(raw)
    assert term is not None
    assert (term.id, flag) == ("field-operation:office-in-minsk", closed)


def test_an_unknown_body_keeps_its_flag() -> None:
    assert resolve_source("OSCE Office on the Moon (closed)") == (None, True)
    assert resolve_source("OSCE Office on the Moon") == (None, False)


@pytest.mark.parametrize("raw", ["", "OSCE", "the OSCE", "(closed)", "Policing", "Field operations",
                                 "Albania"])  # fmt: skip
def test_these_are_no_bodies(raw: str) -> None:
    assert resolve_source(raw)[0] is None


def test_no_name_of_a_body_is_claimed_by_another() -> None:
    for term in SOURCES:
        assert {source_id(name) for name in term.names} == {term.id}


def test_no_name_of_a_field_is_claimed_by_another() -> None:
    for term in FIELDS:
        assert {field_id(name) for name in term.names} == {term.id}


@pytest.mark.parametrize("raw", ["Permanent Council", "OSCE Secretariat", "Fields of work", ""])
def test_these_are_no_fields(raw: str) -> None:
    assert resolve_field(raw) is None


# --- comma-joined lines

# https://dushanbe.osce.org/ru/node/328336, with its blank before a comma
RUSSIAN_LINE = (
    "Контроль над вооружениями, Пограничный режим, Борьба с терроризмом, "
    "Работа органов правопорядка, Экономическая деятельность, Защита окружающей среды, "
    "Надлежащее управление, Права человека, Свобода и развитие СМИ, Верховенство закона , "
    "Демократизация, Гендерное равенство"
)
RUSSIAN_LINE_MEANS = [
    "arms-control",
    "border-management",
    "countering-terrorism",
    "policing",
    "economic-activities",
    "environmental-activities",
    "good-governance",
    "human-rights",
    "media-freedom-and-development",
    "rule-of-law",
    "democratization",
    "gender-equality",
]


def test_a_line_of_russian_fields() -> None:
    names = split_names(RUSSIAN_LINE, "field")
    assert [field_id(name) for name in names] == [f"field-of-work:{s}" for s in RUSSIAN_LINE_MEANS]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("OSCE Secretariat", ["OSCE Secretariat"]),
        (
            "OSCE Chairmanship, Troika , Permanent Council",
            ["OSCE Chairmanship", "Troika", "Permanent Council"],
        ),
        ("OSCE Secretariat,, Nowhere,", ["OSCE Secretariat", "Nowhere"]),
        (
            "Troika, OSCE Mission of Long Duration in Kosovo , Sandjak and Vojvodina (closed), PC",
            [
                "Troika",
                "OSCE Mission of Long Duration in Kosovo, Sandjak and Vojvodina (closed)",
                "PC",
            ],
        ),
        (" , ", []),
        ("", []),
    ],
)
def test_split_sources(raw: str, names: list[str]) -> None:
    assert split_names(raw, "source") == names


@pytest.mark.parametrize("name", [name for term in SOURCES for name in term.names if "," in name])
def test_a_known_name_is_never_split(name: str) -> None:
    assert split_names(f"{name}, {name} (closed)", "source") == [name, f"{name} (closed)"]


def letters(text: str) -> str:
    return "".join(text.replace(",", "").split())


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(", ()osce"))))
def test_any_text_is_read_without_an_error(text: str) -> None:
    resolve_source(text)
    resolve_field(text)
    kinds: tuple[Kind, ...] = ("source", "field")
    for kind in kinds:
        names = split_names(text, kind)
        assert all(name.strip() == name != "" for name in names)
        assert letters("".join(names)) == letters(text)
