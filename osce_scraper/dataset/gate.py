"""The gate: what a run must be like for its dump to be published (pure).

Every threshold stands in `Thresholds`; `--threshold NAME=VALUE` and a file `gate.toml` in the
dataset's folder set others.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeGuard

from osce_scraper.dataset.drift import Kind, Shares, drifts
from osce_scraper.errors import UnreadableInputError

GATE_FILE = "gate.toml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is still good; shares are numbers from 0 to 1."""

    fewer_records: float = 0.02
    """Share of the last dump's records that may be missing in a new one."""
    fewer_records_at_least: int = 5
    """So many may be missing however small the dataset is."""
    more_records: float = 0.25
    """Share by which a complete dataset may grow at once."""
    more_records_at_least: int = 200
    """By so many it may grow however small it is."""
    failed_or_refused: float = 0.2
    """Share of the pages asked for that may fail, or be refused though they are releases."""
    fewest_visits: int = 20
    """So many pages are judged: those of this run, and of earlier ones where it asked for fewer."""
    fewest_judged: int = 10
    """Fewer pages than this say nothing of failures."""
    drift: float = 0.1
    """By how much the share of pages that give a field themselves may be smaller."""
    fewest_pages: int = 20
    """So many pages of one layout and type say whether it has drifted."""
    fill_rate: float = 0.1
    """By how much the share of records that have a value may be smaller in a complete dataset."""
    listing: float = 0.5
    """Share of the known releases that a listing should begin with, of which it shows so many."""
    unknown_terms: float = 0.2
    """Share of the menu's entries that the vocabulary may not know."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the pages that were asked for last gave nothing that they should have given."""

    asked: int
    failed: int
    refused: int
    gone: int = 0
    """Pages that answered 404 or 410, and gave a record before."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How much of what is known a listing showed."""

    name: str
    expected: int
    shown: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """Pages of one layout and type: in the last good dump, and as they were read last."""

    kind: Kind
    before: Shares
    now: Shares


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a run when its dump is judged."""

    rate: Rate
    listings: tuple[Listed, ...] = ()
    kinds: tuple[Kinds, ...] = ()
    menu_entries: int = 0
    unknown_entries: int = 0
    records: int = 0
    last_records: int | None = None
    """Of the last good dump; None where there is none."""
    was_complete: bool = False
    """Whether the last good dump was complete."""
    fill_rates: Mapping[str, float] | None = None
    last_fill_rates: Mapping[str, float] | None = None
    faults: tuple[str, ...] = ()
    """What else is wrong: lines against the schema, books that do not balance."""


def thresholds(folder: Path, given: Iterable[str] = ()) -> Thresholds:
    """The thresholds of a dataset.

    Args:
        folder: The dataset's folder, which may hold `gate.toml`.
        given: `NAME=VALUE`, which count more than the file.

    Raises:
        UnreadableInputError: For a file that is no TOML, a name that is none, or a value that is
            no number.
    """
    path = folder / GATE_FILE
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise UnreadableInputError(f"{path}: {error}") from error
    changed = _checked(Thresholds(), values.items(), str(path))
    pairs = (one.partition("=") for one in given)
    return _checked(changed, ((name, _number(value)) for name, _, value in pairs), "--threshold")


def _checked(base: Thresholds, values: Iterable[tuple[str, Any]], where: str) -> Thresholds:
    known = {one.name: type(getattr(base, one.name)) for one in fields(base)}
    for name, value in values:
        if name not in known:
            raise UnreadableInputError(f"{where}: '{name}' is none of {', '.join(known)}")
        if not _is_number(value):
            raise UnreadableInputError(f"{where}: {name}: {value!r} is no number from 0 up")
        base = replace(base, **{name: known[name](value)})
    return base


def _is_number(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and value >= 0


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def judge(candidate: Candidate, limits: Thresholds) -> list[str]:
    """Why a dump must not be published, in words; empty where it may."""
    return [
        *candidate.faults,
        *_of_rate(candidate.rate, limits),
        *_of_listings(candidate, limits),
        *_of_drift(candidate, limits),
        *_of_numbers(candidate, limits),
        *_of_fill_rates(candidate, limits),
        *_of_menu(candidate, limits),
    ]


def _of_rate(rate: Rate, limits: Thresholds) -> Iterator[str]:
    bad = rate.failed + rate.refused + rate.gone
    if rate.asked >= limits.fewest_judged and bad > limits.failed_or_refused * rate.asked:
        yield (
            f"of the last {rate.asked} pages {rate.failed} failed, {rate.gone} are gone and"
            f" {rate.refused} were refused though they are releases:"
            f" more than {limits.failed_or_refused:.0%}"
        )


def _of_listings(candidate: Candidate, limits: Thresholds) -> Iterator[str]:
    for one in candidate.listings:
        if one.shown < limits.listing * one.expected:
            yield (
                f"the listing '{one.name}' shows {one.shown} of the {one.expected} known releases"
                " that it should begin with: it is empty, or another page"
            )


def _of_drift(candidate: Candidate, limits: Thresholds) -> Iterator[str]:
    for one in candidate.kinds:
        if min(one.before.pages, one.now.pages) >= limits.fewest_pages:
            for fault in drifts(one.before, one.now, limits.drift):
                yield f"layout drift in {one.kind.layout}, {one.kind.type or 'no type'}: {fault}"


def _of_numbers(candidate: Candidate, limits: Thresholds) -> Iterator[str]:
    last = candidate.last_records
    if last is None:
        return
    fewer, more = last - candidate.records, candidate.records - last
    if fewer > max(limits.fewer_records * last, limits.fewer_records_at_least):
        yield f"{candidate.records} records are {fewer} fewer than the last dump's {last}"
    is_filled = candidate.was_complete
    if is_filled and more > max(limits.more_records * last, limits.more_records_at_least):
        yield f"{candidate.records} records are {more} more than the last dump's {last}"


def _of_fill_rates(candidate: Candidate, limits: Thresholds) -> Iterator[str]:
    if not candidate.was_complete or not candidate.last_fill_rates or not candidate.fill_rates:
        return
    for name, was in candidate.last_fill_rates.items():
        if name == "issues":
            continue  # the fewer the better
        is_now = candidate.fill_rates.get(name, 0.0)
        if was - is_now > limits.fill_rate:
            yield f"{name}: {is_now:.0%} of the records have a value, {was:.0%} of the last dump's"


def _of_menu(candidate: Candidate, limits: Thresholds) -> Iterator[str]:
    # Without a whole menu there is nothing to judge, and the last one stands.
    most = limits.unknown_terms * candidate.menu_entries
    if candidate.menu_entries and candidate.unknown_entries > most:
        yield (
            f"{candidate.unknown_entries} of the menu's {candidate.menu_entries} entries are not"
            " in the vocabulary"
        )
