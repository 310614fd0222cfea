"""Floors that only rise: the figures that must hold, pinned beside a hash of what was measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.accuracy.scores import Score

Floors = dict[str, Any]
_ABOUT = (
    "Least share of exact values and most invented ones, per corpus and field, and the SHA-256 of "
    "each corpus. `make accuracy UPDATE=1` raises them; only ALLOW_REGRESSION=1 lowers one."
)


def read_floors(path: Path) -> Floors:
    """The floors as committed; none where there is no file yet."""
    return dict(json.loads(path.read_text("utf-8"))["corpora"]) if path.exists() else {}


def check(scores: Iterable[Score], floors: Floors) -> list[str]:
    """What is not as it must be, a line each; empty where everything holds."""
    faults: list[str] = []
    for score in scores:
        floor = floors.get(score.name)
        if floor is None:
            faults.append(f"{score.name}: no floor is set; run with --update")
            continue
        if floor["corpus"] != score.corpus:
            faults.append(f"{score.name}: the corpus is not the one that the floors were set for")
        faults += _fallen(score, floor)
    return faults


def _fallen(score: Score, floor: Floors) -> Iterator[str]:
    """Figures of one corpus that are under their floors."""
    for name, limit in floor["fields"].items():
        if name not in score.counts:
            yield f"{score.name}: {name} is no longer measured"
            continue
        exact, invented = _figures(score, name)
        if exact < limit["exact"]:
            yield f"{score.name}: {name} is exact in {exact:.4%}, the floor is {limit['exact']:.4%}"
        if invented > limit["invented"]:
            yield f"{score.name}: {name} is invented {invented} times, not {limit['invented']}"


def _figures(score: Score, name: str) -> tuple[float, int]:
    # Rounded down, so that a figure never falls under the floor that it set itself.
    return int(score.exact(name) * 10**6) / 10**6, score.counts[name]["invented"]


def update(path: Path, scores: list[Score], *, allow_regression: bool) -> list[str]:
    """Set the floors to what is reached and pin the corpora.

    Args:
        path: The file of floors.
        scores: What was measured; floors of other corpora stay.
        allow_regression: Whether a floor may be lowered.

    Returns:
        Floors that would be lowered; then nothing is written, unless that is allowed.
    """
    floors = read_floors(path)
    known = [(one, floors[one.name]) for one in scores if one.name in floors]
    lowered = [line for one, floor in known for line in _fallen(one, floor)]
    # Hard pages that are left out would raise every share, so fewer pages are a fall too.
    lowered += [
        f"{one.name}: {one.pages} pages, fewer than {floor['pages']}"
        for one, floor in known
        if one.pages < floor["pages"]
    ]
    if lowered and not allow_regression:
        return lowered
    for score in scores:
        fields = {name: _figures(score, name) for name in score.counts}
        floors[score.name] = {
            "corpus": score.corpus,
            "pages": score.pages,
            "fields": {n: {"exact": exact, "invented": i} for n, (exact, i) in fields.items()},
        }
    _write(path, {"about": _ABOUT, "corpora": floors})
    return []


def _write(path: Path, data: Any) -> None:
    """Replace a file in one step, so that a killed run leaves the old one."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    beside.replace(path)
