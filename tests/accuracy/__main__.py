"""`make accuracy`: measures extraction, prints and writes the tables, and holds the floors."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click

import osce_scraper
from tests.accuracy.peers import comparison
from tests.accuracy.ratchet import check, read_floors, update
from tests.accuracy.rendered import find_page
from tests.accuracy.scores import OUTCOMES, Score
from tests.accuracy.stored import FLOORS, ROOT
from tests.accuracy.suite import CORPORA, at_hand, measure
from tests.accuracy.tables import readme_block, whole, write_readme


@click.command()
@click.option("--update", "updating", is_flag=True, help="Raise the floors, pin the corpora.")
@click.option("--allow-regression", is_flag=True, help="Let --update lower a floor.")
@click.option("--failures", type=int, default=0, help="Print so many values that are not exact.")
@click.option("--show", metavar="PAGE", help="Print a rendered page, e.g. 'flat ul 123', alone.")
@click.option("--peers", is_flag=True, help="Measure the general extractors again.")
@click.option("--corpus", multiple=True, type=click.Choice(CORPORA), help="Only these.")
def main(
    *,
    updating: bool,
    allow_regression: bool,
    failures: int,
    show: str | None,
    peers: bool,
    corpus: tuple[str, ...],
) -> None:
    """Measure how exact extraction is."""
    if show is not None:
        _show(show)
        return
    names = corpus or CORPORA
    if peers:
        comparison.save(comparison.compare())
    scores = list(measure(names))
    tables = whole(scores, comparison.section(comparison.stored()))
    click.echo(tables)
    for name in names:
        if not at_hand(name):
            click.echo(f"{name}: left out, its captures are not at hand", err=True)
    _print_failures(scores, failures)
    _write(scores, tables)
    if updating:
        faults = update(FLOORS, scores, allow_regression=allow_regression)
    else:
        faults = check(scores, read_floors(FLOORS))
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


def _show(name: str) -> None:
    page = find_page(name)
    if page is None:
        raise click.BadParameter(f"no rendered page is called '{name}'")
    click.echo(page.capture.content)


def _print_failures(scores: list[Score], count: int) -> None:
    for score in scores:
        for one in score.failures[:count]:
            click.echo(f"\n{score.name} {one.page}: {one.field} {one.outcome}")
            click.echo(f"  wanted {one.wanted!r}\n  got    {one.got!r}")


def _write(scores: list[Score], tables: str) -> None:
    """Write figures and failures to `build`; the README only where all corpora were measured."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    figures = {score.name: _figures(score) for score in scores}
    versions = {"osce-scraper": osce_scraper.__version__, "python": platform.python_version()}
    result = {"versions": versions, "corpora": figures}
    (build / "accuracy.json").write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    failures = (asdict(one) | {"corpus": score.name} for score in scores for one in score.failures)
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in failures)
    (build / "accuracy_failures.jsonl").write_text("".join(lines), "utf-8")
    if {score.name for score in scores} != set(CORPORA):
        click.echo("The README is left as it is: not every corpus was measured.", err=True)
        return
    today = datetime.now(UTC).date().isoformat()
    made_with = ", ".join(f"{name} {version}" for name, version in versions.items())
    block = readme_block(tables, f"Measured on {today} with {made_with}.")
    if not write_readme(ROOT / "README.md", block):
        click.echo("README.md has no marks for the tables.", err=True)


def _figures(score: Score) -> dict[str, object]:
    counts = {
        name: {outcome: found[outcome] for outcome in OUTCOMES}
        for name, found in score.counts.items()
    }
    known = {"pages": score.pages, "records": score.records, "corpus": score.corpus}
    return {**known, "fields": counts}


if __name__ == "__main__":
    main()
