from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from osce_scraper.runs import heartbeat
from osce_scraper.runs.heartbeat import ping


@dataclass
class Watcher:
    """Takes pings, and notes them."""

    url: str = ""
    status: int = 200
    answer: bytes | None = None
    """What is sent in place of a whole answer, before the connection is closed."""
    pings: list[tuple[str, str]] = field(default_factory=list)
    """Path and body of each."""


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    taken = Watcher()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.pings.append((self.path, body.decode()))
            if taken.answer is not None:
                self.wfile.write(taken.answer)
                return
            self.send_response(taken.status)
            self.end_headers()

        def log_message(self, *about: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        taken.url = f"http://127.0.0.1:{server.server_port}"
        yield taken
        server.shutdown()


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses between tries, which tests do not wait for."""
    slept: list[float] = []
    monkeypatch.setattr(heartbeat, "sleep", slept.append)
    return slept


def test_watcher_gets_the_summary_of_a_run_that_is_well(watcher: Watcher) -> None:
    assert ping(f"{watcher.url}/run/7", ["run 1: exit code 0", "büro"], is_well=True)
    assert watcher.pings == [("/run/7", "run 1: exit code 0\nbüro\n")]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/run/7", "/run/7/fail"),
        ("/run/7/", "/run/7/fail"),
        ("", "/fail"),
        ("/run?token=a/b", "/run/fail?token=a/b"),
    ],
)
def test_run_that_failed_has_an_address_of_its_own(
    watcher: Watcher, path: str, wanted: str
) -> None:
    assert ping(f"{watcher.url}{path}", ["failed"], is_well=False)
    assert watcher.pings == [(wanted, "failed\n")]


def test_watcher_that_is_in_trouble_is_asked_three_times_and_the_run_goes_on(
    watcher: Watcher, pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    watcher.status = 503
    assert not ping(watcher.url, ["x"], is_well=True)
    assert len(watcher.pings) == len(pauses) == 3
    assert sorted(pauses) == pauses
    assert "the heartbeat could not be sent: HTTP Error 503" in caplog.text


@pytest.mark.parametrize("answer", [b"", b"no HTTP at all\r\n\r\n", b"HTTP/1.1 2"])
def test_watcher_that_breaks_is_no_failure_of_the_run(watcher: Watcher, answer: bytes) -> None:
    watcher.answer = answer
    assert not ping(watcher.url, ["x"], is_well=True)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:port/", "http://[::1"])
def test_watcher_that_cannot_be_reached_is_no_failure_of_the_run(url: str) -> None:
    assert not ping(url, ["x"], is_well=True)
    assert not ping(url, ["x"], is_well=False)
