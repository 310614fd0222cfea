"""What a command costs: time by the processor's clock, time by the wall's, and memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
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
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as asked:
        asked.write(given)
        asked.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=asked, stdout=said, cwd=ROOT, env=env)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            raise click.ClickException(f"{' '.join(command)}: exit code {process.returncode}")
        return Cost(
            used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, said.read().decode()
        )
