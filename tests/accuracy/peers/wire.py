"""What the runners share: pages come in as JSON lines and answers go out as JSON lines.

This runs in a peer's own environment, which has neither this project nor its dependencies.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

Answer = dict[str, str | None]
"""Title, date and body as the peer gives them."""
Reader = Callable[[str, str], Answer]
"""Takes the HTML and its address."""

_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def serve(reader: Reader) -> None:
    """Answer all pages of the standard input, with no network."""
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever else is printed is no answer
    sys.addaudithook(_refuse_network)
    answer_all(reader, sys.stdin, answers)


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        raise OSError("a peer reads what it is given and fetches nothing")


def answer_all(reader: Reader, pages: Iterable[str], answers: TextIO) -> None:
    """Write a line for each page at once, so that a run that is stopped keeps what it has."""
    for line in pages:
        page = json.loads(line)
        found = {"name": page["name"], **_answer(reader, page["html"], page["url"])}
        answers.write(json.dumps(found) + "\n")
        answers.flush()


def _answer(reader: Reader, html: str, url: str) -> Answer:
    try:
        return reader(html, url)
    except Exception as error:  # noqa: BLE001 - whatever it is, the page counts as missing
        return {"error": f"{type(error).__name__}: {error}"}
