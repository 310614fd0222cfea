"""The peers, each with a virtual environment of its own under `build/peers`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from tests.accuracy.stored import ROOT

_SECONDS = 900
"""For one peer's environment: the largest brings some 60 packages."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A general extractor to be measured beside us."""

    name: str
    version: str
    runner: str
    """The module that reads pages with it."""
    besides: tuple[str, ...] = ()
    """What it needs and does not bring by itself."""

    @property
    def requirement(self) -> str:
        """For pip."""
        return f"{self.name}=={self.version}"

    @property
    def folder(self) -> Path:
        """Its environment."""
        return ROOT / "build" / "peers" / self.name

    @property
    def python(self) -> Path:
        """The interpreter in it."""
        return self.folder / "bin" / "python"


# Its justext asks for lxml[html_clean], an extra that older pips do not find under that spelling.
_CLEAN = ("lxml_html_clean==0.4.6",)
PEERS = (
    Peer("trafilatura", "2.3.1", "run_trafilatura", _CLEAN),
    Peer("news-please", "1.6.16", "run_news_please"),
    Peer("newspaper4k", "0.9.6", "run_newspaper"),
)


def install(peer: Peer) -> None:
    """Make a peer's environment, unless a whole one with these versions is there."""
    stamp = peer.folder / ".installed"
    packages = (peer.requirement, *peer.besides)
    wanted = "\n".join((*packages, sys.version))
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    click.echo(f"Installing {peer.requirement} …", err=True)
    _run(peer, [sys.executable, "-m", "venv", "--clear", str(peer.folder)])
    pip = [str(peer.python), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"]
    _run(peer, [*pip, "install", *packages])
    stamp.write_text(wanted, "utf-8")


def _run(peer: Peer, command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, timeout=_SECONDS, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        raise click.ClickException(f"{peer.name} was not installed in {_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        complaint = error.stderr[-2000:]
        raise click.ClickException(f"{peer.name} was not installed\n{complaint}") from None
