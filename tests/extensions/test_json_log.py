"""`--json-log`: what is logged, as lines of JSON."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.errors import RunFailedError
from osce_scraper.extensions.json_log import JsonLines, json_log
from tests.conftest import read_jsonl

logger = logging.getLogger("tests.json_log")


def test_a_record_is_an_object_a_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"earlier": 1}\n')
    with json_log(path, "WARNING"):
        logger.warning("a page\nof %s", "two lines")
    earlier, line = read_jsonl(path)
    assert earlier == {"earlier": 1}
    assert line.pop("time").endswith("Z")
    words = {"level": "WARNING", "logger": "tests.json_log"}
    assert line == {**words, "message": "a page\nof two lines"}
    logger.warning("afterwards nothing is kept")
    assert len(path.read_text("utf-8").splitlines()) == 2


def test_halves_of_characters_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    handler = JsonLines(path, "WARNING")
    handler.handle(logging.makeLogRecord({"msg": "half: \udc80", "levelno": logging.ERROR}))
    handler.close()
    assert [line["message"] for line in read_jsonl(path)] == ["half: \\udc80"]


def test_the_level_holds_but_for_figures(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    logger.setLevel(logging.DEBUG)
    with json_log(path, "WARNING"):
        logger.info("too little")
        logger.info("3 pages", extra={"figures": {"pages": 3}})
    (line,) = read_jsonl(path)
    assert (line["message"], line["figures"]) == ("3 pages", {"pages": 3})


def test_scrapy_s_own_set_up_closes_the_file_and_loses_no_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with json_log(path, "WARNING"):
        logger.warning("before")
        (handler,) = (one for one in logging.root.handlers if isinstance(one, JsonLines))
        handler.close()
        logger.warning("after")
    assert [line["message"] for line in read_jsonl(path)] == ["before", "after"]


def test_an_exception_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with json_log(path, "ERROR"):
        try:
            json.loads("{")
        except ValueError:
            logger.exception("broken")
    (line,) = read_jsonl(path)
    assert "JSONDecodeError" in line["exception"]


def test_the_error_that_ends_a_run_is_the_last_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with pytest.raises(RunFailedError), json_log(path, "ERROR"):
        raise RunFailedError("no release was found")
    (line,) = read_jsonl(path)
    assert (line["level"], line["message"]) == ("ERROR", "no release was found")


def test_without_a_file_nothing_is_kept() -> None:
    before = list(logging.root.handlers)
    with json_log(None, "WARNING"):
        assert logging.root.handlers == before


def test_a_full_disk_is_said_once_and_hurts_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with json_log(Path("/dev/full"), "WARNING"):
        for number in range(3):
            logger.warning("line %d", number)
    said = [one.getMessage() for one in caplog.records if one.name != logger.name]
    assert said == ["the log /dev/full cannot be written: No space left on device"]


def test_a_line_of_which_a_part_fits_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.jsonl"
    handler = JsonLines(path, "WARNING")
    record = logging.makeLogRecord({"levelno": logging.WARNING, "levelname": "WARNING"})
    handler.emit(record)
    whole = path.read_bytes()
    file: Any = handler._file
    monkeypatch.setattr(handler, "_file", Short(file))
    handler.emit(record)
    handler.emit(record)
    handler.close()
    assert path.read_bytes() == whole


class Short:
    """A file on a disk that has room for five more bytes."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, line: bytes) -> int:
        written: int = self.file.write(line[:5])
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)
