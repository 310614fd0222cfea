"""Command lines that documents tell people to type."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click

from osce_scraper.cli import main

_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def command_lines(text: str) -> Iterator[list[str]]:
    """The words after `osce-scraper` of every line of a shell block of Markdown."""
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["osce-scraper"]:
                yield words[1:]


def read_command(words: list[str]) -> click.Context:
    """What click makes of the words after `osce-scraper`; nothing is run.

    Raises:
        AssertionError: If it does not understand them.
    """
    name, *arguments = words
    assert name in main.commands, f"no such command: {name}"
    try:
        return main.commands[name].make_context(name, arguments)
    except click.ClickException as error:
        raise AssertionError(f"{words}: {error.message}") from error
