from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.demo.handler import DemoDownloadHandler
from tests.conftest import ROOT, Command, Invoke, read_jsonl

Line = dict[str, Any]
EXPECTED = read_jsonl(Path(__file__).with_name("expected.jsonl"))
ENGLISH = [line for line in EXPECTED if line["language"] == "en"]
FILES = ("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl")
COUNTS = {
    "requested": 40,
    "captured": 39,
    "skipped": 1,
    "failed": 0,
    "exported": 34,
    "duplicate": 2,
    "rejected": 2,
    "filtered": 1,
    "rejected_by_reason": {"http_error": 1, "not_a_release": 1},
}


def read_manifest(dump: Path) -> Line:
    manifest: Line = json.loads((dump / "manifest.json").read_bytes())
    return manifest


def as_expected(line: Line) -> Line:
    """A record with the fields of the expectation, without the words of its issues."""
    kept = {name: line[name] for name in EXPECTED[0]}
    issues = [{key: one[key] for key in one if key != "detail"} for one in line["issues"]]
    return kept | {"issues": issues}


def read_records(dump: Path) -> list[Line]:
    return [as_expected(line) for line in read_jsonl(dump / "press_releases.jsonl")]


# --- The dump of the whole embedded site


def test_records_are_the_expected_ones(demo_dump: Path) -> None:
    assert read_records(demo_dump) == ENGLISH


def test_records_are_sorted_by_date_then_id(demo_dump: Path) -> None:
    keys = [(line["date"] or "9999", line["id"]) for line in read_records(demo_dump)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == 34


def test_second_crawl_gives_the_same_bytes(
    command: Command, demo_dump: Path, tmp_path: Path
) -> None:
    run = command("crawl", "--from", "demo", "-o", tmp_path / "again")
    # Nobody watches, and nothing went wrong: cron would mail what is printed.
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (demo_dump / name).read_bytes(), name


def test_dump_has_the_files_of_the_contract(demo_dump: Path) -> None:
    found = sorted(path.name for path in demo_dump.iterdir())
    assert found == sorted([*FILES, "SHA256SUMS", "manifest.json"])


def test_books_balance(demo_dump: Path) -> None:
    assert read_manifest(demo_dump)["counts"] == COUNTS
    assert list(read_manifest(demo_dump)["counts"]) == list(COUNTS)


def test_manifest_has_the_keys_of_the_contract_in_order(demo_dump: Path) -> None:
    manifest = read_manifest(demo_dump)
    assert list(manifest) == [
        *("run_id", "previous", "started_at", "finished_at", "complete", "scraper_version"),
        *("schema_version", "arguments", "counts", "changes", "fill_rates", "evidence", "files"),
    ]
    assert list(manifest["changes"]) == ["added", "modified", "deleted", "unchanged"]
    assert manifest["complete"] is True
    assert manifest["arguments"]["from"] == "demo"
    for name in ("started_at", "finished_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", manifest[name])
    assert manifest["started_at"] <= manifest["finished_at"]


def test_manifest_describes_the_files_truly(demo_dump: Path) -> None:
    files = read_manifest(demo_dump)["files"]
    assert [file["name"] for file in files] == list(FILES)
    for file in files:
        content = (demo_dump / file["name"]).read_bytes()
        assert list(file) == ["name", "bytes", "records", "sha256"]
        assert file["bytes"] == len(content)
        assert file["records"] == content.count(b"\n")
        assert file["sha256"] == hashlib.sha256(content).hexdigest()


def test_fill_rates_are_shares_of_the_records(demo_dump: Path) -> None:
    rates = read_manifest(demo_dump)["fill_rates"]
    records = read_jsonl(demo_dump / "press_releases.jsonl")
    assert list(rates) == list(records[0])
    assert rates["title"] == 1
    assert rates["first_seen_at"] == 0
    empty = sum(not line["places"] for line in records)
    assert rates["places"] == pytest.approx(1 - empty / 34, abs=1e-4)


def test_evidence_names_what_gave_each_field(demo_dump: Path) -> None:
    evidence = read_manifest(demo_dump)["evidence"]
    assert {"title", "date", "places", "sources", "fields_of_work", "body"} <= evidence.keys()
    for kinds in evidence.values():
        assert all(isinstance(count, int) and count > 0 for count in kinds.values())


def test_rejected_pages_are_those_that_are_none(demo_dump: Path) -> None:
    lines = read_jsonl(demo_dump / "rejected.jsonl")
    assert {line["url"].rpartition("/")[2]: line["reason"] for line in lines} == {
        "553609": "http_error",
        "661712": "not_a_release",
    }
    assert [line["url"] for line in lines] == sorted(line["url"] for line in lines)


def test_newest_complete_menu_wins(demo_dump: Path) -> None:
    terms = {line["id"]: line for line in read_jsonl(demo_dump / "taxonomy.jsonl")}
    suffixes = {name: line["temporary_suffix"] for name, line in terms.items()}
    assert suffixes["country:ch"]
    assert [name for name, suffix in suffixes.items() if suffix] == ["country:ch"]
    assert terms["country:ch"]["label"] == "Switzerland"


def test_taxonomy_holds_every_term_that_a_record_uses(demo_dump: Path) -> None:
    terms = read_jsonl(demo_dump / "taxonomy.jsonl")
    ids = [line["id"] for line in terms]
    assert len(ids) == len(set(ids))
    used = {
        one["id"]
        for line in read_jsonl(demo_dump / "press_releases.jsonl")
        for one in (*line["sources"], *line["fields_of_work"])
        if one["id"]
    }
    assert used <= set(ids)
    further = [line for line in terms if not line["in_menu"]]
    assert {line["id"] for line in further} <= used
    assert terms[len(terms) - len(further) :] == further  # after the menu
    for line in terms:
        assert line["parent"] is None or not line["in_menu"] or line["parent"] in ids


def test_capture_of_a_record_is_its_page(demo_dump: Path) -> None:
    site = resources.files("osce_scraper.demo") / "site"
    entries = {entry["url"]: entry for entry in json.loads((site / "index.json").read_bytes())}
    for line in read_jsonl(demo_dump / "press_releases.jsonl"):
        entry = entries[line["capture"]["url"]]
        body = (site / entry["file"]).read_bytes()
        assert line["capture"]["sha256"] == hashlib.sha256(body).hexdigest()
        assert line["captured_at"] == entry["captured_at"]
        assert line["revision"] == 1


# --- What the user asks for


def test_all_languages(command: Command, tmp_path: Path) -> None:
    run = command("crawl", "--from", "demo", "-o", tmp_path / "dump", "--language", "all")
    assert run.returncode == 0
    assert read_records(tmp_path / "dump") == EXPECTED
    counts = read_manifest(tmp_path / "dump")["counts"]
    assert counts == {**COUNTS, "exported": 35, "filtered": 0}


def test_dates_are_inclusive_on_both_sides(command: Command, tmp_path: Path) -> None:
    window = ("--since", "2012-11-13", "--until", "2019-07-18")
    run = command("crawl", "--from", "demo", "-o", tmp_path / "dump", *window)
    assert run.returncode == 0
    wanted = [line for line in ENGLISH if "2012-11-13" <= line["date"] <= "2019-07-18"]
    assert wanted[0]["date"] == "2012-11-13"
    assert wanted[-1]["date"] == "2019-07-18"
    assert read_records(tmp_path / "dump") == wanted
    manifest = read_manifest(tmp_path / "dump")
    assert manifest["arguments"]["since"] == "2012-11-13"
    assert manifest["arguments"]["until"] == "2019-07-18"
    # What is left out of the window may be left unread, but nothing is lost from the books.
    counts = manifest["counts"]
    assert counts["requested"] == counts["captured"] + counts["skipped"] + counts["failed"]
    assert counts["exported"] == len(wanted)
    assert counts["captured"] == (
        counts["exported"] + counts["duplicate"] + counts["rejected"] + counts["filtered"]
    )


def test_types_and_languages_are_lists(command: Command, tmp_path: Path) -> None:
    asked = ("--type", "news,press_release", "--language", "ru,en", "--since", "2025-06-17")
    run = command("crawl", "--from", "demo", "-o", tmp_path / "dump", *asked)
    assert run.returncode == 0
    wanted = [
        line
        for line in EXPECTED
        if line["type"] in {"news", "press_release"} and line["date"] >= "2025-06-17"
    ]
    assert {line["language"] for line in wanted} == {"ru", "en"}
    assert {line["type"] for line in wanted} == {"news", "press_release"}
    assert read_records(tmp_path / "dump") == wanted


def test_limit_is_the_most_that_is_asked_for(command: Command, tmp_path: Path) -> None:
    run = command("crawl", "--from", "demo", "-o", tmp_path / "dump", "--limit", "3")
    assert run.returncode == 0
    manifest = read_manifest(tmp_path / "dump")
    assert manifest["counts"]["requested"] == 3
    assert manifest["complete"] is False
    assert manifest["arguments"]["limit"] == 3
    newest = [line for line in ENGLISH if line["node_id"] in {662279, 662245, 662196}]
    assert read_records(tmp_path / "dump") == newest


def test_earlier_dump_is_replaced(
    command: Command, invoke: Invoke, demo_dump: Path, tmp_path: Path
) -> None:
    dump = tmp_path / "dump"
    shutil.copytree(demo_dump, dump)
    again = ("crawl", "--from", "demo", "-o", dump, "--limit", "2")
    refused = invoke(*again)
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert read_manifest(dump) == read_manifest(demo_dump)
    run = command(*again, "--replace")
    assert (run.returncode, run.stderr) == (0, "")
    assert read_manifest(dump)["counts"]["requested"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["dump"]


def test_scrapy_crawl_writes_the_same_lines(
    command: Command, demo_dump: Path, tmp_path: Path
) -> None:
    handler = f"{DemoDownloadHandler.__module__}.{DemoDownloadHandler.__name__}"
    settings = {
        "DOWNLOAD_HANDLERS": json.dumps({"http": handler, "https": handler}),
        "DOWNLOAD_DELAY": "0",
        "OSCE_ARCHIVE": "1",
    }
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    run = command(
        "crawl",
        "press_releases",
        "-O",
        tmp_path / "out.jsonl",
        *given,
        start=(sys.executable, "-m", "scrapy"),
        cwd=ROOT,
    )
    assert run.returncode == 0, run.stderr
    # Rejected pages, duplicates and terms of the menu are no items of the feed.
    written = (tmp_path / "out.jsonl").read_bytes()
    assert written == (demo_dump / "press_releases.jsonl").read_bytes()


# --- The embedded site itself


def test_site_is_large_enough_to_show_something(demo_dump: Path) -> None:
    records = read_jsonl(demo_dump / "press_releases.jsonl")
    assert len(records) >= 30
    assert any(line["attachments"] for line in records)
    assert any(line["images"] for line in records)
    assert any(line["translations"] for line in records)
    site = resources.files("osce_scraper.demo") / "site"
    entries = json.loads((site / "index.json").read_bytes())
    listing = "https://www.osce.org/press-releases"
    assert [entry["url"] for entry in entries if entry["url"].startswith(listing)] == [
        *(listing, f"{listing}?page=1", f"{listing}?page=2")
    ]
    assert sum(len(file.read_bytes()) for file in site.iterdir()) < 1_000_000


def test_every_file_of_the_site_has_an_address() -> None:
    site = resources.files("osce_scraper.demo") / "site"
    entries = json.loads((site / "index.json").read_bytes())
    addresses = [entry["url"] for entry in entries]
    assert len(addresses) == len(set(addresses))
    named = {entry["file"] for entry in entries if entry["file"]}
    assert named == {file.name for file in site.iterdir()} - {"index.json"}
    for entry in entries:
        assert (entry["file"] is None) == (entry["location"] is not None)
        assert entry["location"] is None or entry["location"] in addresses
