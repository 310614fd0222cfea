"""What many archives take follows from what one took, in one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import ClickException

from benchmarks.scale import BEGIN, END, Measured, work_out, write_scale
from benchmarks.spending import ROOT

MEASURED = Measured(seconds=1 / 460, archived=12_000, line=3_900, memory=71)


ROWS = """
| pages a second and core | 460 |
| records of a million captures | 3.9 GB |
| an archive of the site, in 72 files | 36,000 | none | 39 s | 2.2 s | $0.001 | none |
| one collection, in one file | 10,000 | 50 min outside, 16 s inside | 11 s | 22 s | $0.0003 | $0.004 |
| 100 collections, a file each | 1,000,000 | 83 h outside, 26 min inside | 18 min | 43 s | $0.03 | $0.4 |
"""  # noqa: E501 - rows of a table


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_jobs_are_worked_out_from_the_measured_rate(row: str) -> None:
    rows = [" ".join(line.split()) for line in work_out(MEASURED).splitlines()]
    assert row in rows


def test_only_the_figures_of_the_page_are_replaced(tmp_path: Path) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n", "utf-8")
    write_scale(page, MEASURED)
    text = page.read_text("utf-8")
    assert text.startswith(f"before\n{BEGIN}")
    assert text.endswith(f"{END}after\n")
    assert work_out(MEASURED) in text
    assert "old" not in text


def test_the_page_of_the_project_has_a_place_for_them(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    assert BEGIN in text.partition(END)[0]
    page = tmp_path / "scale.md"
    page.write_text("no place", "utf-8")
    with pytest.raises(ClickException, match="worked out by"):
        write_scale(page, MEASURED)
