"""Asks a peer about pages, in a process of its own that is stopped when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable

import click

from tests.accuracy.peers.environments import Peer
from tests.accuracy.peers.sample import Sampled
from tests.accuracy.peers.wire import Answer
from tests.accuracy.stored import ROOT

_SECONDS = 300


def ask(peer: Peer, pages: Iterable[Sampled]) -> dict[str, Answer]:
    """What a peer reads, page by page; pages that it fails on, or comes too late to, are absent."""
    lines = (
        json.dumps({"name": one.page.name, "url": one.url, "html": one.html}) + "\n"
        for one in pages
    )
    command = [str(peer.python), "-m", f"tests.accuracy.peers.{peer.runner}"]
    said, complaint = run(command, "".join(lines).encode())
    answers = parse(said)
    if not answers:
        raise click.ClickException(f"{peer.requirement} read no page at all\n{complaint[-2000:]}")
    return answers


def run(command: list[str], asked: bytes, seconds: float = _SECONDS) -> tuple[bytes, str]:
    """What a command says, or has said when its time is over; and its complaints."""
    # Some extractors take the first of a set: the same one in every run.
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            command,
            check=False,
            input=asked,
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env=env,
        )
    except subprocess.TimeoutExpired as late:
        click.echo(f"{command[-1]}: stopped after {seconds:g} s", err=True)
        return late.stdout or b"", (late.stderr or b"").decode(errors="replace")
    return done.stdout, done.stderr.decode(errors="replace")


def parse(said: bytes) -> dict[str, Answer]:
    """The answers in whole lines; one about a failure is none."""
    whole = said[: said.rfind(b"\n") + 1]
    answers = {answer.pop("name"): answer for answer in map(json.loads, whole.splitlines())}
    return {name: answer for name, answer in answers.items() if "error" not in answer}
