"""The published schemas and field tables, generated from the docstrings of `items.py`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from osce_scraper.items import (
    SCHEMA_VERSION,
    Failed,
    PressRelease,
    Rejected,
    TaxonomyTerm,
    Tombstone,
)

MODELS: dict[str, type[BaseModel]] = {
    "press_releases": PressRelease,
    "taxonomy": TaxonomyTerm,
    "rejected": Rejected,
    "failed": Failed,
    "revisions": PressRelease,
    "tombstones": Tombstone,
}
"""Files of a dump and what each of their lines is."""

_MODEL_NAMES = frozenset(model.__name__ for model in MODELS.values())
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the lines of a file.

    Args:
        name: A key of `MODELS`.
    """
    schema = MODELS[name].model_json_schema(mode="serialization")
    head = {"$schema": _DIALECT, "$id": f"urn:osce-scraper:{name}:{SCHEMA_VERSION}"}
    return head | schema


def field_table(name: str) -> str:
    """The fields of a file's lines as a Markdown table, parts of nested objects indented."""
    schema = json_schema(name)
    rows = ["| field | type | meaning |", "|---|---|---|", *_rows(schema, schema, "")]
    return "\n".join(rows) + "\n"


def _rows(part: dict[str, Any], whole: dict[str, Any], prefix: str) -> list[str]:
    rows = []
    for field, facts in part["properties"].items():
        meaning = " ".join(facts.get("description", "").split()).replace("|", "\\|")
        rows.append(f"| `{prefix}{field}` | {_type(facts)} | {meaning} |")
        nested = facts.get("items", facts).get("$ref", "").rpartition("/")[2]
        if nested and nested not in _MODEL_NAMES:  # a whole record has a table of its own
            marker = f"{prefix}{field}[]." if "items" in facts else f"{prefix}{field}."
            rows += _rows(whole["$defs"][nested], whole, marker)
    return rows


def _type(facts: dict[str, Any]) -> str:
    if "anyOf" in facts:
        return " or ".join(_type(choice) for choice in facts["anyOf"])
    if "enum" in facts:
        return "one of " + ", ".join(f"`{value}`" for value in facts["enum"])
    if facts.get("type") == "array":
        return f"list of {_type(facts['items'])}"
    return "object" if "$ref" in facts else str(facts.get("type", "any"))
