from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from osce_scraper.items import Capture, Failed, PressRelease
from osce_scraper.reading import read_captures, read_taxonomy
from osce_scraper.schema import MODELS, field_table, json_schema
from osce_scraper.schema.__main__ import DATA, FOLDER, schema_text, with_tables
from tests.conftest import MakeRecord, make_tombstone, read_jsonl


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json_schema(name))


@pytest.mark.parametrize("name", MODELS)
def test_schema_file_is_fresh(name: str) -> None:
    committed = (FOLDER / f"{name}.schema.json").read_text("utf-8")
    assert committed == schema_text(name), "run `make schema`"
    assert json.loads(committed) == json_schema(name)


def test_there_is_no_other_schema_file() -> None:
    names = {path.name for path in FOLDER.glob("*.schema.json")}
    assert names == {f"{name}.schema.json" for name in MODELS}


def test_tables_of_the_data_page_are_fresh() -> None:
    text = DATA.read_text("utf-8")
    assert text == with_tables(text), "run `make schema`"
    for name in MODELS:
        is_repeated = name == "revisions"  # the same model as press_releases
        assert text.count(f"<!-- fields: {name} -->") == (0 if is_repeated else 1)


def test_whole_record_inside_another_has_no_rows_of_its_own() -> None:
    table = field_table("tombstones")
    assert "| `record` | object | " in table
    assert "record.title" not in table
    assert "| `capture.url` | " in field_table("rejected")


def test_stale_table_is_replaced() -> None:
    text = "a\n<!-- fields: failed -->\n| old | \\d |\n<!-- end -->\nb\n"
    fresh = with_tables(text)
    assert fresh.startswith("a\n<!-- fields: failed -->\n| field | type | meaning |\n")
    assert fresh.endswith("\n<!-- end -->\nb\n")
    assert "| `attempts` | integer | How often it was tried. |" in fresh
    assert with_tables(fresh) == fresh


def test_data_page_names_every_field_and_reason() -> None:
    text = DATA.read_text("utf-8")
    for name in MODELS:
        for field in json_schema(name)["properties"]:
            assert f"| `{field}` |" in text
    for reason in json_schema("rejected")["properties"]["reason"]["enum"]:
        assert f"`{reason}`" in text


@pytest.mark.parametrize("name", MODELS)
def test_schema_is_one_of_2020_12(name: str) -> None:
    schema = json_schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["required"] == list(schema["properties"])
    for facts in schema["properties"].values():
        assert facts["description"]


def test_every_fixture_is_valid_against_the_schema(fixture_captures: dict[str, Capture]) -> None:
    kinds = {"press_releases": 0, "rejected": 0}
    for result in read_captures(fixture_captures.values()):
        name = "press_releases" if isinstance(result, PressRelease) else "rejected"
        kinds[name] += 1
        # Through JSON, as a reader of the dump has it.
        validator(name).validate(json.loads(result.model_dump_json()))
    assert kinds["press_releases"] > 30
    assert kinds["rejected"] > 5


def test_every_menu_of_the_fixtures_is_valid(fixture_captures: dict[str, Capture]) -> None:
    found = read_taxonomy([fixture_captures["new-strong"]]).terms
    for term in found:
        validator("taxonomy").validate(json.loads(term.model_dump_json()))


def test_dump_is_valid_for_others_too(demo_dump: Path) -> None:
    for name in ("press_releases", "taxonomy", "rejected"):
        for line in read_jsonl(demo_dump / f"{name}.jsonl"):
            validator(name).validate(line)


def test_failed_page_is_valid() -> None:
    failed = Failed(url="https://www.osce.org/a/1", cause="x", attempts=3, last_status=None)
    validator("failed").validate(failed.model_dump())


def test_tombstone_is_valid(make_record: MakeRecord) -> None:
    validator("tombstones").validate(make_tombstone(make_record()).model_dump())


def test_revision_is_a_press_release() -> None:
    ours, theirs = json_schema("revisions"), json_schema("press_releases")
    assert ours.pop("$id") != theirs.pop("$id")
    assert ours == theirs


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"id": "662279"},
        {"node_id": 0},
        {"date": "24 February 2026"},
        {"type": "letter"},
        {"language": "english"},
        {"places": None},
        {"places": [{"name": "Vienna"}]},
        {"captured_at": "2026-03-02"},
        {"content_sha256": "0"},
        {"colour": "red"},
    ],
)
def test_schema_refuses_what_we_refuse(make_record: MakeRecord, changes: dict[str, Any]) -> None:
    line = make_record().model_dump()
    assert validator("press_releases").is_valid(line)
    assert not validator("press_releases").is_valid(line | changes)
