"""The recipes of `recipes/`: what they start can be started."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import stat
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from osce_scraper.command_options import update_options
from osce_scraper.options import UpdateOptions
from tests.command_lines import read_command
from tests.conftest import ROOT, python_command

RECIPES = ROOT / "recipes"
CRONTAB = (RECIPES / "crontab").read_text("utf-8")
CONTAINERFILE = (RECIPES / "Containerfile").read_text("utf-8")
WORKFLOW = (RECIPES / "github-actions.yml").read_text("utf-8")
PROGRAM = "/opt/osce-scraper/bin/osce-scraper"
ANALYZE = shutil.which("systemd-analyze")
_UNITS = ("osce-scraper.service", "osce-scraper.timer")


def read_unit(name: str) -> ConfigParser:
    unit = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment, method-assign] # names with their capitals
    unit.read_string((RECIPES / name).read_text("utf-8"))
    return unit


def update_of(words: list[str]) -> UpdateOptions:
    """The options of a command line, checked as the command checks them."""
    assert words[0] == "update"
    return update_options(read_command(words).params, ())


# --- crontab


def cron_entries() -> list[tuple[list[str], str]]:
    """The five fields and the command of each entry."""
    lines = [line for line in CRONTAB.splitlines() if re.match(r"[\d*]", line)]
    return [(line.split()[:5], line.split(maxsplit=5)[5]) for line in lines]


def cron_variables() -> dict[str, str]:
    return dict(re.findall(r"^([A-Z]+)=(.+)$", CRONTAB, re.MULTILINE))


def test_crontab_has_variables_and_entries_only() -> None:
    rest = [line for line in CRONTAB.splitlines() if line and not line.startswith("#")]
    assert len(rest) == len(cron_variables()) + len(cron_entries())
    assert CRONTAB.endswith("\n")  # cron leaves out a last line without its end


def test_fields_of_the_crontab_are_times() -> None:
    most = (59, 23, 31, 12, 7)
    for times, command in cron_entries():
        for time, limit in zip(times, most, strict=True):
            assert time == "*" or 0 <= int(time) <= limit
        assert "%" not in command  # a line break, for cron


def test_crontab_runs_as_it_stands_and_prints_nothing(tmp_path: Path) -> None:
    variables = cron_variables()
    shim = tmp_path / "bin" / "osce-scraper"
    shim.parent.mkdir()
    demo = '[ "$1" = update ] && set -- "$@" --from demo'
    shim.write_text(f'#!/bin/sh\n{demo}\nexec {shlex.join(python_command())} "$@"\n')
    shim.chmod(stat.S_IRWXU)
    path = variables["PATH"].replace("/opt/osce-scraper/bin", str(shim.parent))
    for _, command in cron_entries():
        run = subprocess.run(
            [variables["SHELL"], "-c", command],
            env=variables | {"HOME": str(tmp_path), "PATH": path, "LOGNAME": "osce"},
            cwd=tmp_path,
            timeout=60,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / "osce" / "press_releases.jsonl").stat().st_size > 0


# --- systemd


def test_service_starts_an_update_that_ends_before_it_is_stopped() -> None:
    service = read_unit("osce-scraper.service")["Service"]
    program, *words = shlex.split(service["ExecStart"])
    minutes = int(service["TimeoutStartSec"].removesuffix("min"))
    options = update_of(words)
    assert program == PROGRAM
    assert 0 < options.crawl.max_time < minutes * 60
    assert options.folder.is_relative_to(f"/var/lib/{service['StateDirectory']}")


def test_service_leaves_time_for_a_clean_stop_which_is_no_failure() -> None:
    service = read_unit("osce-scraper.service")["Service"]
    assert (service["KillSignal"], service["TimeoutStopSec"]) == ("SIGTERM", "90")
    assert "3" in service["SuccessExitStatus"].split()


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not here")
def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    for name in _UNITS:
        text = (RECIPES / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, "/bin/true"), "utf-8")
    run = subprocess.run(
        [str(ANALYZE), "verify", *(str(tmp_path / name) for name in _UNITS)],
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


# --- Container


def test_container_runs_an_update_and_not_as_root() -> None:
    found = dict(re.findall(r"^(ENTRYPOINT|CMD|USER|VOLUME) (.+)$", CONTAINERFILE, re.MULTILINE))
    assert json.loads(found["ENTRYPOINT"]) == ["osce-scraper"]
    assert update_of(json.loads(found["CMD"])).folder.is_relative_to(found["VOLUME"])
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", found["USER"])


def test_container_is_built_from_one_exact_base_and_from_files_that_are_there() -> None:
    bases = set(re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE))
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.1[123]\.\d+-slim-bookworm", bases.pop())
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name


# --- GitHub Actions


def test_workflow_starts_an_update_that_ends_before_its_job() -> None:
    found = re.search(r"^ *osce-scraper (update .+) \|\| status=\$\?$", WORKFLOW, re.MULTILINE)
    minutes = re.search(r"timeout-minutes: (\d+)$", WORKFLOW, re.MULTILINE)
    assert found is not None
    assert minutes is not None
    words = shlex.split(found[1].replace("$CONTACT", "you@example.org"))
    assert 0 < update_of(words).crawl.max_time < int(minutes[1]) * 60
