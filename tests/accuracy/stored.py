"""The committed data beside this file, and the captures outside the repository."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
FLOORS = Path(__file__).parent / "floors.json"
SHARED = Path(os.environ.get("OSCE_CAPTURES") or ROOT.parent / "shared")
"""Real captures and foreign pages: third-party texts, which are never copied into the project."""


@cache
def load(name: str) -> Any:
    """One of the data files, decoded."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def shared(*parts: str) -> Path | None:
    """A file among the captures; None where they are not at hand."""
    path = SHARED.joinpath(*parts)
    return path if path.exists() else None


def json_lines(path: Path) -> list[Any]:
    """All objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
