"""`make schema`: write the JSON Schemas and the tables of DATA.md."""

from __future__ import annotations

import re
from pathlib import Path

import orjson

from osce_scraper.schema import MODELS, field_table, json_schema

FOLDER = Path(__file__).parent
DATA = FOLDER.parents[1] / "DATA.md"


def schema_text(name: str) -> str:
    """A schema as its file holds it."""
    return orjson.dumps(json_schema(name), option=orjson.OPT_INDENT_2).decode() + "\n"


def with_tables(text: str) -> str:
    """DATA.md with its generated tables, each between two marks, made anew."""
    for name in MODELS:
        pattern = rf"(<!-- fields: {name} -->\n).*?(<!-- end -->)"
        table = field_table(name).replace("\\", "\\\\")
        text = re.sub(pattern, rf"\g<1>{table}\g<2>", text, flags=re.DOTALL)
    return text


def main() -> None:
    """Write every generated file."""
    for name in MODELS:
        (FOLDER / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")
    DATA.write_text(with_tables(DATA.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
