"""The runbook is whole, and what it tells people to type can be typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from osce_scraper.cli import main
from osce_scraper.dataset.gate import Thresholds
from osce_scraper.items import RejectReason
from tests.command_lines import command_lines, read_command
from tests.conftest import ROOT

RUNBOOK = (ROOT / "docs" / "operations.md").read_text("utf-8")
WORDS = " ".join(RUNBOOK.split())
# A cluster is another operation, and its packages may be missing.
CODE = sorted(
    path for path in (ROOT / "osce_scraper").rglob("*.py") if path.parent.name != "cluster"
)
TREES = {path: ast.parse(path.read_text("utf-8")) for path in CODE}

# Rooms whose messages only other commands show.
_NOT_OF_UPDATE = (
    *("runs/doctor.py", "captures.py", "reading.py", "validation.py", "audit.py"),
    *("dataset/dump.py", "dataset/differences.py", "dataset/id_table.py"),
)
_ROOMS_APART = ("schema/", "pages/", "taxonomy/", "cli/reading", "cli/extracting")
_ENTER = {"_count": "", "enter_skipped": "skipped/", "_skip": "skipped/"}
"""Calls that count under `osce/`, and what comes before the name that they give."""
_ERRORS = (
    *("IgnoreRequest", "LockedError", "PageLostError", "RunFailedError", "StateError"),
    *("UnreadableInputError", "UnusableTargetError"),
)
_FEWEST = 8  # letters of a message that tell it from others


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """All calls, with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            yield getattr(function, "attr", getattr(function, "id", "")), node


def value_of(node: ast.expr, path: Path) -> str | None:
    """The text of a literal, or of a constant of the module."""
    if isinstance(node, ast.Name):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        found = getattr(module, node.id, None)
        return found if isinstance(found, str) else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def stats() -> set[str]:
    """Names of the project's own stats; families by each of their members."""
    found = {f"osce/rejected/{reason}" for reason in get_args(RejectReason)}
    found.add("osce/evidence/")
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            text = value_of(node, path) if isinstance(node, ast.Constant) else None
            if text and re.fullmatch(r"osce/[a-z_]+", text):
                found.add(text)
        for name, call in calls(tree):
            texts = [value_of(argument, path) for argument in call.args]
            if name in _ENTER and texts and texts[-1] is not None:
                found.add(f"osce/{_ENTER[name]}{texts[-1]}")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == "spares_reading":
                whys = re.findall(r"'([a-z_]+)'", ast.unparse(ast.Module(node.body[1:], [])))
                found |= {f"osce/skipped/{why}" for why in whys}
    return found


def texts(message: ast.expr) -> Iterator[str]:
    """The fixed parts of a message, without the values between them."""
    match message:
        case ast.Constant(value=str(text)):
            yield from re.split(r"%\S+", text)
        case ast.JoinedStr(values=parts):
            yield from (one for part in parts for one in texts(part))
        case ast.BinOp(left=left, right=right):
            yield from (*texts(left), *texts(right))


def pieces(message: ast.expr) -> list[str]:
    """Of the fixed parts those that tell the message from others."""
    found = (" ".join(text.split()) for text in texts(message))
    return [words for words in found if len(words) >= _FEWEST]


def messages() -> Iterator[tuple[str, list[str]]]:
    """What `update` can say: errors, warnings, remarks, and the gate's reasons."""
    for path, tree in TREES.items():
        name = path.relative_to(ROOT / "osce_scraper").as_posix()
        if name in _NOT_OF_UPDATE or name.startswith(_ROOMS_APART):
            continue
        for node in said(tree, name):
            if found := pieces(node):
                yield f"{name}:{node.lineno}", found


def said(tree: ast.AST, name: str) -> Iterator[ast.expr]:
    for called, call in calls(tree):
        is_logged = called in {"warning", "error"} and "logger" in ast.unparse(call.func)
        is_remark = called == "append" and "remarks" in ast.unparse(call.func)
        if call.args and (is_logged or is_remark or called in _ERRORS):
            yield call.args[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield) and node.value and name.startswith("dataset/"):
            yield node.value


# --- The runbook is whole


def test_runbook_names_every_stat_and_no_other() -> None:
    named = set(re.findall(r"`(osce/[a-z_/]+)", RUNBOOK))
    assert named == stats()


def test_runbook_names_every_threshold_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", RUNBOOK, re.MULTILINE))
    assert rows == {one.name: str(one.default) for one in fields(Thresholds)}


def test_runbook_names_every_exit_code() -> None:
    helps = f"{main.help} {main.commands['update'].help}"
    said_in_help = set(re.findall(r"\b\d\b", helps.partition("Exit codes:")[2]))
    in_code = {
        str(call.args[1].value)
        for called, call in calls(TREES[ROOT / "osce_scraper" / "cli" / "failures.py"])
        if called == "Failure" and isinstance(call.args[1], ast.Constant)
    }
    rows = set(re.findall(r"^\| (\d) \| ", section("Exit codes"), re.MULTILINE))
    assert rows == said_in_help == in_code | {"0", "3"}


def test_runbook_names_every_reason_of_a_rejected_page() -> None:
    rows = section("Reasons in `rejected.jsonl`")
    for reason in get_args(RejectReason):
        assert f"`{reason}`" in rows


@pytest.mark.parametrize(("where", "parts"), list(messages()))
def test_runbook_has_every_message(where: str, parts: list[str]) -> None:
    missing = [one for one in parts if one not in WORDS]
    assert not missing, f"{where}: docs/operations.md lacks {missing}"


def test_messages_are_found_in_the_code() -> None:
    rooms = {where.partition(":")[0] for where, _ in messages()}
    assert {"runs/update.py", "dataset/gate.py", "dataset/lock.py", "dataset/state.py"} <= rooms
    assert {"runs/heartbeat.py", "extensions/ledger.py", "middlewares/robots.py"} <= rooms


def test_every_link_within_the_runbook_leads_to_a_heading() -> None:
    titles = re.findall(r"^#+ (.+)$", RUNBOOK, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", RUNBOOK)) <= anchors


# --- What it tells people to type can be typed


@pytest.mark.parametrize("name", ["docs/operations.md", "README.md", "recipes/README.md"])
def test_every_command_line_parses(name: str) -> None:
    lines = list(command_lines((ROOT / name).read_text("utf-8")))
    assert lines
    for line in lines:
        read_command(line)


def section(title: str) -> str:
    """The part of the runbook under a heading."""
    rest = RUNBOOK.partition(f"# {title}\n")[2]
    return re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]
