"""Interleaved repeats: in each round every contender runs once, in another order.

A machine is never alone, so only ratios within one round say anything; their median is told.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import click


@dataclass(frozen=True, slots=True)
class Result:
    """One contender's rounds."""

    name: str
    value: float
    """Median over the rounds."""
    ratio: float
    """Median of its ratios to the base in the same round."""
    least: float
    most: float


def run_rounds(
    contenders: Mapping[str, Callable[[], float]], base: str, rounds: int
) -> list[Result]:
    """Run all contenders so many times.

    Args:
        contenders: For each name what runs it and says what it cost.
        base: Name of the one that the others are measured by.
        rounds: How often.
    """
    order = random.Random(0)  # noqa: S311 - not for secrets; the same in every run
    costs: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(1, rounds + 1):
        for name in order.sample(list(contenders), len(contenders)):
            click.echo(f"round {number} of {rounds}: {name}", err=True)
            costs[name].append(contenders[name]())
    return [_result(name, costs[name], costs[base]) for name in contenders]


def _result(name: str, own: list[float], base: list[float]) -> Result:
    ratios = [mine / other for mine, other in zip(own, base, strict=True)]
    return Result(name, median(own), median(ratios), min(ratios), max(ratios))
