"""Single values of the command line: each is read, or refused with what was expected.

All raise `click.BadParameter` for a value that means nothing.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from pathlib import Path

import click

_LONGEST_DELAY = 3600  # seconds


def check_delay(seconds: float | None, default: float) -> float:
    """Seconds between requests; the default where none are given."""
    if seconds is None:
        return default
    if not math.isfinite(seconds) or seconds > _LONGEST_DELAY:
        raise click.BadParameter(f"--delay: {seconds}: seconds, at most {_LONGEST_DELAY}")
    return seconds


def check_logs(plain: Path | None, lines: Path | None) -> tuple[Path | None, Path | None]:
    """The two logs, which must not be one file: neither could be read then."""
    if plain and lines and plain.resolve() == lines.resolve():
        raise click.BadParameter(f"--log-file and --json-log: {plain}: each needs its own file")
    return _writable("--log-file", plain), _writable("--json-log", lines)


def _writable(option: str, path: Path | None) -> Path | None:
    if path is not None:
        try:
            path.open("a").close()
        except OSError as error:
            raise click.BadParameter(f"{option}: {path}: {error.strerror}") from error
    return path


def check_web_address(url: str | None) -> str | None:
    """An address that a person typed."""
    if url is not None and not re.fullmatch(r"https?://\S+", url):
        raise click.BadParameter(f"--heartbeat: '{url}' is no web address")
    return url


def check_contact(address: str | None) -> str | None:
    """An e-mail address that a person typed."""
    if address is not None and not re.fullmatch(r"[^\s@()]+@[^\s@()]+", address):
        raise click.BadParameter(f"--contact: '{address}' is no e-mail address")
    return address


def read_seconds(given: str | None) -> int:
    """A time like `30m`, in seconds; 0 where none is given."""
    if given is None:
        return 0
    match = re.fullmatch(r"(\d{1,7})\s*([smh]?)", given.strip())
    seconds = int(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[match[2]] if match else 0
    if seconds == 0:
        raise click.BadParameter(f"--max-time: '{given}': seconds, or a time like 30m or 2h")
    return seconds


def read_day(moment: datetime | None) -> str | None:
    """The day of a time, in ISO 8601."""
    return date.isoformat(moment.date()) if moment else None


def read_choices(option: str, given: str, known: frozenset[str]) -> tuple[str, ...]:
    """Names between commas; none for `all`."""
    if given == "all":
        return ()
    names = tuple(name.strip() for name in given.split(",") if name.strip())
    for name in names:
        if name not in known:
            choices = ", ".join(sorted(known))
            raise click.BadParameter(f"{option}: '{name}' is none of {choices}, all")
    if not names:
        raise click.BadParameter(f"{option}: names, separated by commas, or all")
    return names


def read_log_level(verbose: int, *, quiet: bool) -> str:
    """The level of the log for so many `-v`, or for `-q`."""
    if quiet:
        return "ERROR"
    return ("WARNING", "INFO", "DEBUG")[min(verbose, 2)]
