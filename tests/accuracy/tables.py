"""The figures as tables for a person, in Markdown, and the block of the README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.accuracy.scores import OUTCOMES, Score

_BEGIN, _END = "<!-- accuracy -->", "<!-- end -->"
TITLES = {
    "real": "Real captures, kept as text",
    "rendered": "Rendered mark-up: facts of real releases, sentences of our own",
    "rows": "Listing rows of real captures, rendered into listing pages",
    "datelines": "Real datelines",
    "foreign": "Pages of other institutions",
    "broken": "Broken pages, and pages that are no releases",
}
_REFUSED = ("foreign", "broken")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table, its columns padded."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in cells
    ]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])


def fields_table(score: Score) -> str:
    """Exact, wrong, missing and invented values of each field of one corpus."""
    rows = (
        (f"`{name}`", f"{score.exact(name):.2%}", *(counts[outcome] for outcome in OUTCOMES))
        for name, counts in score.counts.items()
    )
    return table(("field", "exact", *("exact values", *OUTCOMES[1:])), rows)


def refused_table(scores: Iterable[Score]) -> str:
    """Pages that must give nothing, and the records that they gave."""
    rows = ((TITLES[score.name], score.pages, score.records) for score in scores)
    return table(("corpus", "pages", "records"), rows)


def whole(scores: Sequence[Score], peers: str = "") -> str:
    """All tables, each under its name."""
    parts = []
    for score in scores:
        if score.name not in _REFUSED:
            counted = f"{score.pages:,} pages, {score.records:,} records"
            parts.append(f"**{TITLES[score.name]}** ({counted})\n\n{fields_table(score)}")
            if score.name == "rendered" and peers:
                parts.append(peers)
    refused = [score for score in scores if score.name in _REFUSED]
    if refused:
        parts.append(f"**Pages that must give no record**\n\n{refused_table(refused)}")
    return "\n\n".join(parts)


def readme_block(tables: str, measured: str) -> str:
    """The generated part of the README.

    Args:
        tables: The tables.
        measured: When and with what they were made, on one line.
    """
    return f"""{_BEGIN}
Every value of every field, beside what the page says. *Exact* is the same value, character by
character; *missing*: the page says it and the record does not; *invented*: the other way round.

{measured}

{tables}

`make accuracy` measures again and writes this part. The figures cannot fall unnoticed: floors for
them are kept in `tests/accuracy/floors.json`, and the tests fail under any of them. The real
captures and the foreign pages are others' texts and not in this repository; without them the
command measures the rendered and the broken pages.
{_END}"""


def write_readme(path: Path, block: str) -> bool:
    """Put the block between its marks; False where the file has none."""
    text = path.read_text("utf-8")
    marked = re.compile(rf"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    if not marked.search(text):
        return False
    path.write_text(marked.sub(lambda _: block, text, count=1), "utf-8")
    return True
