"""What a command costs: time by the processor's clock, time by the wall's, and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
# A process of its own, for a command's memory is counted from that of the one that started it.
_WATCH = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[2:])
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024], file)
sys.exit(code)
"""
_KEPT = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command cost."""

    cpu: float
    """Seconds of processor time, with all its processes."""
    wall: float
    """Seconds on the clock."""
    memory: float
    """MB at most, of its largest process."""
    said: str


def spend(command: list[str], given: bytes = b"") -> Cost:
    """Run a command to its end.

    Raises:
        ClickException: If it fails.
    """
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as used:
        watched = [sys.executable, "-c", _WATCH, used.name, *command]
        done = subprocess.run(
            watched, check=False, input=given, stdout=subprocess.PIPE, cwd=ROOT, env=env
        )
        if done.returncode:
            raise click.ClickException(f"{' '.join(command)}: exit code {done.returncode}")
        cpu, wall, memory = json.load(used)
    return Cost(cpu, wall, memory, done.stdout.decode())
