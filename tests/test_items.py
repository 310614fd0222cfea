from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from osce_scraper.items import (
    Capture,
    Failed,
    Place,
    PressRelease,
    Provenance,
    Rejected,
    TaxonomyTerm,
    Tombstone,
)
from tests.conftest import MakeRecord, make_tombstone

# The order of the contract, which `DATA.md` repeats.
FIELDS: dict[type[BaseModel], tuple[str, ...]] = {
    PressRelease: (
        *("id", "node_id", "url", "language", "type", "title", "date", "date_source"),
        *("date_raw", "places", "sources", "fields_of_work", "dateline", "dateline_date"),
        *("body", "images", "attachments", "translations", "issues", "content_sha256"),
        *("layout", "first_seen_at", "changed_at", "revision", "captured_at", "capture"),
        *("schema_version", "scraper_version"),
    ),
    TaxonomyTerm: (
        *("id", "vocabulary", "label", "parent", "path", "position", "url", "aliases"),
        *("temporary_suffix", "in_menu"),
    ),
    Rejected: ("url", "reason", "detail", "captured_at", "capture"),
    Failed: ("url", "cause", "attempts", "last_status"),
    Tombstone: ("id", "url", "first_missing_at", "deleted_at", "record"),
    Provenance: ("url", "status", "sha256", "archive", "offset"),
    Place: ("name", "country", "raw", "source"),
}


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_fields_stand_in_the_order_of_the_contract(model: type[BaseModel]) -> None:
    assert tuple(model.model_fields) == FIELDS[model]


def test_dumped_record_keeps_the_order(make_record: MakeRecord) -> None:
    assert tuple(make_record().model_dump()) == FIELDS[PressRelease]


@pytest.mark.parametrize("content", [{}, {"body": b"x", "text": "x"}])
def test_capture_holds_either_html_or_text(content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="either HTML or text"):
        Capture(url=None, status=None, **content)


def test_content_of_a_capture_is_bytes() -> None:
    assert Capture(url=None, status=None, body=b"\xff").content == b"\xff"
    assert Capture(url=None, status=None, text="š").content == "š".encode()
    assert Capture(url=None, status=None, body=b"").content == b""


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(ValidationError):
        Failed.model_validate(
            {"url": "x", "cause": "x", "attempts": 1, "last_status": None, "more": 1}
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "osce-662279-sr-Latn", "language": "sr-Latn"},
        {"id": "osce-662279-und", "language": "und"},
        {"id": "osce-x0123456789abcdef-en", "node_id": None},
        {"id": "osce-x0123456789abcdef-en", "node_id": None, "url": None},
        {"date": None, "date_source": None, "date_raw": None},
        {"type": None},
        {"date": "2024-02-29"},
        {"captured_at": None},
    ],
)
def test_records_of_the_contract_are_valid(
    make_record: MakeRecord, changes: dict[str, Any]
) -> None:
    record = PressRelease.model_validate(make_record(**changes))
    assert PressRelease.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "662279-en"},
        {"id": "osce-0-en", "node_id": 0},
        {"id": "osce-x0123-en", "node_id": None},
        {"id": "osce-662279-EN", "language": "EN"},
        {"date": "2026-02-24\n"},
        {"date": "2023-02-29"},
        {"date": "٢٠٢٦-02-24"},
        {"captured_at": "2026-03-02T08:00:00.123Z"},
        {"captured_at": "2026-03-02 08:00:00Z"},
        {"content_sha256": "G" * 64},
        {"revision": -1},
    ],
)
def test_other_forms_are_refused(make_record: MakeRecord, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PressRelease.model_validate(make_record(**changes))


def make_place(**changes: Any) -> Place:
    facts = {"name": "Vienna", "country": "AT", "raw": "VIENNA", "source": "label"}
    return Place.model_validate(facts | changes)


def test_a_part_of_a_record_stays_as_it_was_checked() -> None:
    place = make_place()
    with pytest.raises(ValidationError, match="frozen"):
        place.name = " "  # type: ignore[misc] # what the test is about
    assert place == make_place()


def make_term(**changes: Any) -> TaxonomyTerm:
    facts = {
        "id": "country:cz",
        "vocabulary": "country",
        "label": "Czechia",
        "parent": None,
        "path": ["Countries", "Czechia"],
        "position": 0,
        "url": None,
        "aliases": ["Czech Republic"],
        "temporary_suffix": None,
        "in_menu": True,
    }
    return TaxonomyTerm.model_validate(facts | changes)


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (make_place, {"country": "at"}),
        (make_place, {"country": "AUT"}),
        (make_place, {"name": ""}),
        (make_place, {"source": "title"}),
        (make_term, {"id": "czechia"}),
        (make_term, {"id": "country:CZ"}),
        (make_term, {"vocabulary": "colour"}),
        (make_term, {"position": -1}),
    ],
)
def test_parts_are_checked(make: Callable[..., Any], changes: dict[str, Any]) -> None:
    make()
    with pytest.raises(ValidationError):
        make(**changes)


def test_kosovo_has_a_code_and_headings_have_paths() -> None:
    assert make_place(country="XK").country == "XK"
    heading = make_term(id="section:our-work/fields-of-work", vocabulary="section")
    assert heading.vocabulary == "section"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "osce-1-en"}, "those of the record"),
        ({"url": None}, "those of the record"),
        ({"first_missing_at": "2026-03-05T08:00:00Z"}, "must not be later"),
    ],
)
def test_tombstone_agrees_with_itself(
    make_record: MakeRecord, changes: dict[str, Any], words: str
) -> None:
    whole = make_tombstone(make_record())
    Tombstone.model_validate(whole)
    with pytest.raises(ValidationError, match=words):
        Tombstone.model_validate(whole.model_copy(update=changes))
