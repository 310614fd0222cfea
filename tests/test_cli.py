from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from osce_scraper import __version__
from osce_scraper.dataset.files import pack
from osce_scraper.dataset.packing import open_plain
from osce_scraper.items import Capture, TaxonomyTerm
from osce_scraper.schema import MODELS, json_schema
from tests.conftest import FIXTURES, Command, Invoke, read_jsonl, tree_of

PAGE = FIXTURES / "new-strong" / "page.html"
ADDRESS = "https://www.osce.org/secretariat/296497"
COMMANDS = ("crawl", "diff", "extract", "schema", "taxonomy", "validate")


def check_usage_error(result: Result, *words: str) -> None:
    """Exit code 2 and a message that a person understands."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    for word in words:
        assert word in result.stderr


def captures_file(path: Path, *captures: object) -> Path:
    """A JSONL file with a capture a line."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in captures), "utf-8")
    return path


def page_capture(number: int = 296497) -> dict[str, object]:
    return {
        "url": f"https://www.osce.org/secretariat/{number}",
        "html": PAGE.read_text("utf-8").replace("296497", str(number)),
        "captured_at": "2026-03-02T12:00:00Z",
        "status": 200,
    }


# --- Help


def test_help_names_the_commands_and_exit_codes(invoke: Invoke) -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name}  ", result.stdout, re.MULTILINE)
    assert "Exit codes: 0 done; 1 " in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_has_an_example(invoke: Invoke, name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert re.search(rf"Example:\n +osce-scraper {name}\b", result.stdout)


def test_version(invoke: Invoke) -> None:
    assert __version__ in invoke("--version").stdout


def test_installed_script_runs() -> None:
    script = Path(sys.executable).with_name("osce-scraper")
    run = subprocess.run(
        [script, "schema", "failed"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["title"] == "Failed"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("extract",),
        ("taxonomy",),
        ("validate",),
        ("crawl",),
        ("extract", "--nonsense", PAGE),
        ("schema", "nonsense"),
        ("crawl", "-o", "x", "--from", "nonsense"),
        ("crawl", "-o", "x", "--from", "demo", "--limit", "-1"),
        ("crawl", "-o", "x", "--from", "demo", "--since", "24 February"),
        ("crawl", "-o", "x", "--from", "demo", "--until", "2024-02-30"),
        ("crawl", "-o", "x", "--from", "demo", "--language", "english"),
        ("crawl", "-o", "x", "--from", "demo", "--type", "letters"),
        ("crawl", "-o", "x", "--from", "demo", "--delay", "-1"),
        ("crawl", "-o", "x", "--from", "demo", "--delay", "nan"),
        ("crawl", "-o", "x", "--from", "demo", "--delay", "inf"),
        ("crawl", "-o", "x", "--from", "demo", "--site", "ftp://127.0.0.1"),
        ("crawl", "-o", "x", "--from", "demo", "--site", "127.0.0.1:8000"),
        ("crawl", "-o", "x", "--from", "demo", "--site", "http://127.0.0.1/mirror"),
        ("crawl", "-o", "x", "--from", "demo", "--site", "http://127.0.0.1:99999"),
        ("crawl", "-o", "x", "--from", "demo", "--site", "http://[x"),
        ("crawl", "-o", "x", "--from", "demo", "--max-time", "soon"),
        ("crawl", "-o", "x", "--from", "demo", "--max-requests", "0"),
        ("crawl", "-o", "x", "--from", "demo", "--compress", "rar"),
        ("diff",),
        ("diff", "old"),
    ],
    ids=lambda arguments: " ".join(map(str, arguments[-2:])).removesuffix(str(PAGE)),
)
def test_wrong_usage_is_told(
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str | Path, ...],
) -> None:
    def begun(*_: object) -> None:
        raise AssertionError("the crawl begins")

    monkeypatch.setattr("osce_scraper.runs.crawl.crawl", begun)
    monkeypatch.chdir(tmp_path)
    check_usage_error(invoke(*arguments))
    assert tree_of(tmp_path) == {}


# --- Input that cannot be read


def make_unreadable(kind: str, folder: Path) -> Path:
    """A file that is no input."""
    whole = gzip.compress(json.dumps(page_capture()).encode() * 3)
    contents = {
        "empty.html": b"",
        "empty.txt": b"",
        "empty.jsonl": b"",
        "blank.html": b" \n\n ",
        "empty.jsonl.gz": gzip.compress(b""),
        "binary.html": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "binary.txt": b"OSCE\x00\x01\x02",
        "binary.jsonl": b"\x00\x01\x02",
        "latin.txt": "Dušanbe, année".encode("iso8859-2"),
        "no-gzip.jsonl.gz": b"{}\n",
        "cut.jsonl.gz": whole[:-30],
        "flipped.jsonl.gz": whole[:60] + bytes([whole[60] ^ 255]) + whole[61:],
        "page.pdf": b"%PDF-1.4",
        "page": PAGE.read_bytes(),
    }
    path = folder / kind
    if kind in contents:
        path.write_bytes(contents[kind])
    elif kind.startswith("folder"):
        path.mkdir()
    return path


UNREADABLE = (
    *("missing.html", "missing.jsonl", "missing", "folder", "folder.html", "folder.jsonl.gz"),
    *("empty.html", "empty.txt", "empty.jsonl", "empty.jsonl.gz", "blank.html"),
    *("binary.html", "binary.txt", "binary.jsonl", "latin.txt", "page.pdf", "page"),
    *("no-gzip.jsonl.gz", "cut.jsonl.gz", "flipped.jsonl.gz"),
)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_extract_tells_what_it_cannot_read(invoke: Invoke, tmp_path: Path, kind: str) -> None:
    path = make_unreadable(kind, tmp_path)
    before = tree_of(tmp_path)
    target = tmp_path / "out.jsonl"
    check_usage_error(invoke("extract", path, "-o", target), str(path))
    assert tree_of(tmp_path) == before


@pytest.mark.parametrize("kind", UNREADABLE)
def test_taxonomy_tells_what_it_cannot_read(invoke: Invoke, tmp_path: Path, kind: str) -> None:
    path = make_unreadable(kind, tmp_path)
    check_usage_error(invoke("taxonomy", path), str(path))


def test_unreadable_file_among_others_is_told_before_any_work(
    invoke: Invoke, tmp_path: Path
) -> None:
    check_usage_error(invoke("extract", PAGE, tmp_path / "missing.html"), "missing.html")


HUGE = "9" * 5000
BAD_LINES = {
    "cut": '{"url": "https://www.osce.org/a/1234", "html": "<p>',
    "no-json": "osce",
    "list": "[]",
    "text": '"osce"',
    "no-content": '{"url": "https://www.osce.org/a/1234", "status": 200}',
    "html-is-no-text": '{"url": null, "html": 5}',
    "url-is-no-text": '{"url": 5, "html": "<p>x</p>"}',
    "status-is-no-number": '{"url": null, "html": "<p>x</p>", "status": "fine"}',
    "huge-number": f'{{"url": null, "html": "<p>x</p>", "status": {HUGE}}}',
    "time-is-none": '{"url": null, "html": "<p>x</p>", "captured_at": "yesterday"}',
    "half-a-letter-in-the-address": r'{"url": "https://www.osce.org/\ud83d", "html": "<p>x</p>"}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_broken_line_is_named_with_its_number(invoke: Invoke, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "captures.jsonl"
    path.write_text(f"{json.dumps(page_capture())}\n\n{BAD_LINES[kind]}\n", "utf-8")
    before = tree_of(tmp_path)
    check_usage_error(invoke("extract", path, "-o", tmp_path / "out.jsonl"), f"{path}:3: ")
    assert tree_of(tmp_path) == before


def test_broken_line_of_a_packed_file_is_named(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "captures.jsonl.gz"
    path.write_bytes(gzip.compress(f"{json.dumps(page_capture())}\n{{\n".encode()))
    check_usage_error(invoke("extract", path, "-o", tmp_path / "out.jsonl"), f"{path}:2: ")
    assert list(tree_of(tmp_path)) == [path.name]


def test_url_goes_with_a_single_page(invoke: Invoke, tmp_path: Path) -> None:
    check_usage_error(invoke("extract", PAGE, PAGE, "--url", ADDRESS), "--url")
    lines = captures_file(tmp_path / "captures.jsonl", page_capture())
    check_usage_error(invoke("extract", lines, "--url", ADDRESS), "--url")


@pytest.mark.parametrize("option", ["-o", "--rejected"])
@pytest.mark.parametrize("kind", ["folder", "below-a-file", "below-nothing"])
def test_unwritable_output_is_told(invoke: Invoke, tmp_path: Path, option: str, kind: str) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    target = {
        "folder": tmp_path,
        "below-a-file": tmp_path / "file" / "out.jsonl",
        "below-nothing": tmp_path / "missing" / "out.jsonl",
    }[kind]
    check_usage_error(invoke("extract", PAGE, option, target), str(target))
    assert tree_of(tmp_path) == {"file": b"mine"}


def test_one_file_for_records_and_rejected_is_wrong(invoke: Invoke, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    check_usage_error(invoke("extract", PAGE, "-o", target, "--rejected", target))
    assert tree_of(tmp_path) == {}


def test_full_disk_leaves_the_old_output(command: Command, tmp_path: Path) -> None:
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    target = tmp_path / "out.jsonl"
    target.write_text("old\n", "utf-8")
    run = command("extract", PAGE, "--url", ADDRESS, "-o", target, code=full)
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith("Error: ")
    assert tree_of(tmp_path) == {"out.jsonl": b"old\n"}


# --- extract


def test_extract_prints_records(invoke: Invoke) -> None:
    result = invoke("extract", PAGE, "--url", ADDRESS)
    assert (result.exit_code, result.stderr) == (0, "")
    (line,) = (json.loads(line) for line in result.stdout.splitlines())
    wanted = json.loads((PAGE.parent / "record.json").read_bytes())
    assert {name: line[name] for name in wanted} == wanted
    assert line["captured_at"] is None
    assert line["capture"]["url"] == ADDRESS


def test_extract_of_a_loose_page_uses_its_own_address(invoke: Invoke) -> None:
    result = invoke("extract", PAGE)
    assert json.loads(result.stdout)["url"] == ADDRESS
    assert json.loads(result.stdout)["capture"]["url"] is None


def test_extract_reads_text(invoke: Invoke) -> None:
    folder = FIXTURES / "text-old"
    wanted = json.loads((folder / "record.json").read_bytes())
    result = invoke("extract", folder / "page.txt", "--url", wanted["url"])
    assert json.loads(result.stdout)["id"] == wanted["id"]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_extract_of_all_fixtures(
    invoke: Invoke, fixture_captures: dict[str, Capture], tmp_path: Path, *, packed: bool
) -> None:
    cases = [case for case in fixture_captures if is_utf8(fixture_captures[case])]
    lines = "".join(f"{json.dumps(as_line(fixture_captures[case]))}\n" for case in cases).encode()
    path = tmp_path / ("captures.jsonl.gz" if packed else "captures.jsonl")
    path.write_bytes(gzip.compress(lines) if packed else lines)
    records, refused = tmp_path / "records.jsonl", tmp_path / "no.jsonl"
    result = invoke("extract", path, "-o", records, "--rejected", refused)
    assert (result.exit_code, result.output) == (0, "")
    wanted = [expected_id(case) for case in cases if (FIXTURES / case / "record.json").exists()]
    reasons = [expected_reason(case) for case in cases if expected_reason(case)]
    assert len(wanted) > 30
    assert len(reasons) > 5
    assert [line["id"] for line in read_jsonl(records)] == wanted  # in the order of the pages
    assert [line["reason"] for line in read_jsonl(refused)] == reasons
    assert invoke("validate", records).exit_code == 0


def is_utf8(capture: Capture) -> bool:
    try:
        capture.content.decode()
    except UnicodeDecodeError:
        return False
    return not capture.content.startswith(b"\xef\xbb\xbf")


def as_line(capture: Capture) -> dict[str, object]:
    facts: dict[str, object] = json.loads(capture.model_dump_json(exclude={"body", "text"}))
    content = capture.content.decode()
    return facts | ({"text": content} if capture.body is None else {"html": content})


def expected_id(case: str) -> str:
    return str(json.loads((FIXTURES / case / "record.json").read_bytes())["id"])


def expected_reason(case: str) -> str | None:
    path = FIXTURES / case / "rejected.json"
    return str(json.loads(path.read_bytes())["reason"]) if path.exists() else None


def test_rejected_pages_are_named(invoke: Invoke, tmp_path: Path) -> None:
    gone = {"url": "https://www.osce.org/a/1234", "html": "<h1>Gone</h1>", "status": 404}
    path = captures_file(tmp_path / "captures.jsonl", gone, page_capture(), {"html": "<p>x</p>"})
    result = invoke("extract", path)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "osce-296497-en"
    first, second = result.stderr.splitlines()
    assert "https://www.osce.org/a/1234" in first
    assert "http_error" in first
    assert str(path) in second


def test_empty_capture_is_rejected(invoke: Invoke, tmp_path: Path) -> None:
    captures = [{"url": f"https://www.osce.org/a/{n}", "html": ""} for n in (1234, 1235)]
    text = {"url": "https://www.osce.org/a/1236", "text": " \n "}
    result = invoke("extract", captures_file(tmp_path / "captures.jsonl", *captures, text))
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(result.stderr.splitlines()) == 3


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "windows-1252", "iso-8859-1"])
def test_half_a_letter_in_a_page_is_bad_encoding(
    invoke: Invoke, tmp_path: Path, charset: str
) -> None:
    html = str(page_capture()["html"]).replace("free of charge", "free \ud83d")
    html = re.sub("<meta charset=[^>]*>", f'<meta charset="{charset}">', html, flags=re.IGNORECASE)
    captures = [page_capture() | {"html": html}, {"text": "VIENNA, 8 February 2017 \ud83d"}]
    refused = tmp_path / "no.jsonl"
    path = captures_file(tmp_path / "captures.jsonl", *captures)
    result = invoke("extract", path, "--rejected", refused)
    assert (result.exit_code, result.stdout) == (0, "")
    assert [line["reason"] for line in read_jsonl(refused)] == ["bad_encoding"] * 2


def test_references_to_letters_that_are_none_do_not_end_the_run(
    invoke: Invoke, tmp_path: Path
) -> None:
    capture = page_capture()
    html = str(capture["html"]).replace("free of charge", "&#xD83D;&#xDE00;&#0;&#x1F600; free")
    result = invoke("extract", captures_file(tmp_path / "c.jsonl", capture | {"html": html}))
    assert result.exit_code == 0
    assert "free" in json.loads(result.stdout)["body"]


def test_explanation_names_what_won_and_why_a_page_was_refused(
    invoke: Invoke, tmp_path: Path
) -> None:
    gone = {"url": "https://www.osce.org/a/1234", "html": "<h1>Gone</h1>", "status": 404}
    path = captures_file(tmp_path / "captures.jsonl", page_capture(), gone)
    result = invoke("extract", "--explain", path)
    assert result.exit_code == 0
    assert "2017-02-08" in result.stdout
    assert "won" in result.stdout
    assert "http_error" in result.stdout


# --- taxonomy


def test_taxonomy_prints_terms(invoke: Invoke) -> None:
    result = invoke("taxonomy", PAGE)
    assert (result.exit_code, result.stderr) == (0, "")
    terms = [TaxonomyTerm.model_validate_json(line) for line in result.stdout.splitlines()]
    paths = [" > ".join(term.path[:-1]) for term in terms]
    wanted = json.loads((PAGE.parent / "taxonomy.json").read_bytes())
    assert {path: paths.count(path) for path in wanted["children"]} == wanted["children"]


def test_tree_is_drawn(invoke: Invoke) -> None:
    drawn = invoke("taxonomy", "--tree", PAGE).stdout.splitlines()
    terms = [json.loads(line) for line in invoke("taxonomy", PAGE).stdout.splitlines()]
    assert len(drawn) >= len(terms)
    depths = {
        name: next(len(line) - len(line.lstrip(" ")) for line in drawn if name in line)
        for name in ("Our work", "Arms control", "Participating States", "Uzbekistan")
    }
    assert depths["Our work"] < depths["Arms control"]
    assert depths["Participating States"] < depths["Uzbekistan"]


def test_page_without_a_menu_has_no_taxonomy(invoke: Invoke) -> None:
    check_usage_error(invoke("taxonomy", FIXTURES / "old-bare" / "page.html"), "menu")


def test_unknown_labels_are_named(invoke: Invoke, tmp_path: Path) -> None:
    html = PAGE.read_text("utf-8").replace(">Youth<", ">Space travel<")
    (tmp_path / "page.html").write_text(html, "utf-8")
    result = invoke("taxonomy", tmp_path / "page.html")
    assert result.exit_code == 0
    assert "Space travel" in result.stderr
    assert "field-of-work:space-travel" in result.stdout


# --- validate


def test_dump_is_valid(invoke: Invoke, demo_dump: Path) -> None:
    files = [demo_dump / f"{name}.jsonl" for name in ("press_releases", "taxonomy", "rejected")]
    for paths in (files, [demo_dump], [*files, demo_dump]):
        result = invoke("validate", *paths)
        assert (result.exit_code, result.output) == (0, "")


def test_dump_against_its_manifest_is_told(invoke: Invoke, demo_dump: Path, tmp_path: Path) -> None:
    dump = shutil.copytree(demo_dump, tmp_path / "dump")
    (dump / "notes.txt").touch()
    result = invoke("validate", dump)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{dump}/notes.txt: is not in the manifest\n"


def test_invalid_line_is_named_with_its_field(
    invoke: Invoke, demo_dump: Path, tmp_path: Path
) -> None:
    lines = read_jsonl(demo_dump / "press_releases.jsonl")
    lines[1]["date"] = "yesterday"
    lines[4]["places"] = [{"name": "Vienna", "country": "Austria", "raw": "x", "source": "label"}]
    del lines[6]["title"]
    lines[8]["colour"] = "red"
    path = captures_file(tmp_path / "press_releases.jsonl", *lines)
    result = invoke("validate", path)
    assert (result.exit_code, result.stdout) == (1, "")
    found = result.stderr.splitlines()
    assert [line.partition(": ")[0] for line in found] == [f"{path}:{n}" for n in (2, 5, 7, 9)]
    for line, field in zip(found, ("date", "places.0.country", "title", "colour"), strict=True):
        assert line.split(": ")[1] == field


def test_line_that_is_no_json_is_named(invoke: Invoke, demo_dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.jsonl"
    first = (demo_dump / "taxonomy.jsonl").read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(first + b'{"id": \n' + b"\xff\xfe\n" + b"[" * 100_000 + b"\n" + first)
    result = invoke("validate", path)
    assert result.exit_code == 1
    named = [line.partition(": ")[0] for line in result.stderr.splitlines()]
    assert named == [f"{path}:{number}" for number in (2, 3, 4)]


@pytest.mark.parametrize("kind", ["missing.jsonl", "folder", "empty.jsonl", "page", "page.pdf"])
def test_validate_tells_what_it_cannot_read(invoke: Invoke, tmp_path: Path, kind: str) -> None:
    path = make_unreadable(kind, tmp_path)
    check_usage_error(invoke("validate", path), str(path))


# --- diff


def test_differences_are_printed_in_order_of_ids(
    invoke: Invoke, demo_dump: Path, tmp_path: Path
) -> None:
    lines = read_jsonl(demo_dump / "press_releases.jsonl")
    ids = sorted(line["id"] for line in lines)
    changes: dict[str, dict[str, object]] = {
        ids[1]: {"title": "New", "captured_at": "2026-03-03T08:00:00Z"},
        ids[2]: {"captured_at": "2026-03-03T08:00:00Z"},
    }
    new = [line | changes.get(line["id"], {}) for line in lines if line["id"] != ids[0]]
    path = captures_file(tmp_path / "new.jsonl", *new, {**lines[0], "id": "osce-1-en"})
    result = invoke("diff", demo_dump, path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == sorted(
        [
            f'{{"op":"delete","id":"{ids[0]}","changed":[]}}',
            f'{{"op":"modify","id":"{ids[1]}","changed":["title","captured_at"]}}',
            f'{{"op":"modify","id":"{ids[2]}","changed":["captured_at"]}}',
            '{"op":"add","id":"osce-1-en","changed":[]}',
        ],
        key=lambda line: json.loads(line)["id"],
    )
    for options in (("--content",), ("--ignore", "layout, captured_at")):
        less = invoke("diff", demo_dump, path, *options).stdout
        assert f'{{"op":"modify","id":"{ids[1]}","changed":["title"]}}\n' in less
        assert ids[2] not in less


def test_equal_dumps_have_no_differences(invoke: Invoke, demo_dump: Path) -> None:
    for names in (("", ""), ("taxonomy.jsonl", "taxonomy.jsonl"), ("", "press_releases.jsonl")):
        result = invoke("diff", *(demo_dump / name for name in names))
        assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("kind", ["missing.jsonl", "folder", "page"])
def test_diff_tells_what_it_cannot_read(
    invoke: Invoke, demo_dump: Path, tmp_path: Path, kind: str
) -> None:
    path = make_unreadable(kind, tmp_path)
    check_usage_error(invoke("diff", path, demo_dump), str(path))
    check_usage_error(invoke("diff", demo_dump, path), str(path))


def test_diff_names_the_broken_line(invoke: Invoke, demo_dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes((demo_dump / "taxonomy.jsonl").read_bytes() + b'{"id": \n')
    number = len(read_jsonl(demo_dump / "taxonomy.jsonl")) + 1
    check_usage_error(invoke("diff", demo_dump / "taxonomy.jsonl", path), f"{path}:{number}: ")


@pytest.mark.parametrize("name", ["diff", "validate", "schema"])
def test_commands_on_files_start_without_scrapy(
    command: Command, demo_dump: Path, name: str
) -> None:
    arguments = [demo_dump] * {"diff": 2, "validate": 1, "schema": 0}[name]
    told = "import atexit, sys; atexit.register(lambda: print('scrapy' in sys.modules))"
    run = command(name, *arguments, code=told)
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "False"), run.stderr


# --- schema


def test_schema_is_printed(invoke: Invoke) -> None:
    assert json.loads(invoke("schema").stdout) == json_schema("press_releases")
    for name in MODELS:
        assert json.loads(invoke("schema", name).stdout) == json_schema(name)


# --- crawl: compressed


def test_compressed_dump_holds_the_same_records_and_replaces_a_plain_one(
    command: Command, demo_dump: Path, tmp_path: Path, invoke: Invoke
) -> None:
    dump = shutil.copytree(demo_dump, tmp_path / "dump")
    run = command("crawl", "--from", "demo", "-o", dump, "--compress", "zst", "--replace")
    assert (run.returncode, run.stderr) == (0, "")
    kinds = ("press_releases", "rejected", "taxonomy")
    names = [f"{kind}.jsonl.zst" for kind in kinds]
    assert sorted(path.name for path in dump.iterdir()) == ["SHA256SUMS", "manifest.json", *names]
    for kind, name in zip(kinds, names, strict=True):
        with open_plain(dump / name) as file:
            assert file.read() == (demo_dump / f"{kind}.jsonl").read_bytes()
        copy = shutil.copy(demo_dump / f"{kind}.jsonl", tmp_path)
        assert pack(Path(copy), "zst").read_bytes() == (dump / name).read_bytes()
    manifest = json.loads((dump / "manifest.json").read_bytes())
    assert manifest["arguments"]["compress"] == "zst"
    assert invoke("validate", dump).exit_code == 0
    assert invoke("diff", demo_dump, dump).output == ""


def test_sums_are_those_that_sha256sum_checks(demo_dump: Path) -> None:
    check = [shutil.which("sha256sum") or "sha256sum", "-c", "SHA256SUMS"]
    run = subprocess.run(check, cwd=demo_dump, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        f"{name}: OK"
        for name in ("press_releases.jsonl", "taxonomy.jsonl", "rejected.jsonl", "manifest.json")
    ]


# --- crawl: where a dump may be written


def test_crawl_makes_the_folders_above(command: Command, tmp_path: Path) -> None:
    run = command("crawl", "--from", "demo", "--limit", "1", "-o", tmp_path / "a" / "b" / "dump")
    assert run.returncode == 0
    assert (tmp_path / "a" / "b" / "dump" / "manifest.json").exists()


def test_crawl_fills_the_empty_folder_that_it_runs_in(command: Command, tmp_path: Path) -> None:
    run = command("crawl", "--from", "demo", "--limit", "1", "-o", ".", cwd=tmp_path)
    assert "Traceback" not in run.stderr
    assert run.returncode in {0, 2}
    files = set(tree_of(tmp_path))
    assert ("manifest.json" in files) if run.returncode == 0 else files == set()


def test_unwritable_log_file_is_told(command: Command, tmp_path: Path) -> None:
    log = tmp_path / "missing" / "crawl.log"
    run = command("crawl", "--from", "demo", "-o", tmp_path / "dump", "--log-file", log)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert str(log) in run.stderr
    assert tree_of(tmp_path) == {}


FOREIGN = {
    "something-else": {"notes.txt": "mine", "code/app.js": "run()"},
    "manifest-of-something-else": {
        "manifest.json": '{"manifest_version": 3, "name": "Colours"}',
        "app.js": "run()",
    },
    "hidden-file": {".config": "mine"},
    "kept-by-update": {
        "dumps/20260101T000000Z/manifest.json": "{}",
        "dumps/20260101T000000Z/press_releases.jsonl": "",
        "deltas/20260101T000000Z.jsonl": "",
        "runs.jsonl": "",
        "manifest.json": "{}",
    },
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("options", [(), ("--replace",)], ids=["plain", "replace"])
def test_folder_of_something_else_stays_untouched(
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kind: str,
    options: tuple[str, ...],
) -> None:
    def begun(*_: object) -> None:
        raise AssertionError("the crawl begins")

    monkeypatch.setattr("osce_scraper.runs.crawl.run_spider", begun)
    target = tmp_path / "target"
    for name, content in FOREIGN[kind].items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(content, "utf-8")
    before = tree_of(tmp_path)
    check_usage_error(invoke("crawl", "--from", "demo", "-o", target, *options), str(target))
    assert tree_of(tmp_path) == before


def test_folder_kept_by_update_is_refused_though_its_manifest_is_a_dumps(
    invoke: Invoke, demo_dump: Path, tmp_path: Path
) -> None:
    target = tmp_path / "kept"
    shutil.copytree(demo_dump, target / "dumps" / "20260101T000000Z")
    (target / "current").symlink_to("dumps/20260101T000000Z")
    for name in ("manifest.json", "press_releases.jsonl"):
        (target / name).symlink_to(f"current/{name}")
    before = tree_of(tmp_path)
    result = invoke("crawl", "--from", "demo", "-o", target, "--replace")
    check_usage_error(result, str(target), "update")
    assert tree_of(tmp_path) == before


@pytest.mark.parametrize("kind", ["file", "below-a-file", "link-to-nothing"])
def test_target_that_is_no_folder_is_told(invoke: Invoke, tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    target = {
        "file": tmp_path / "file",
        "below-a-file": tmp_path / "file" / "dump",
        "link-to-nothing": tmp_path / "link",
    }[kind]
    for options in ((), ("--replace",)):
        check_usage_error(invoke("crawl", "--from", "demo", "-o", target, *options), str(target))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.mark.parametrize(("options", "warned"), [((), True), (("-q",), False)])
def test_live_crawl_without_contact_warns(
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    options: tuple[str, ...],
    *,
    warned: bool,
) -> None:
    def refuse(*_: object) -> None:
        raise SystemExit(0)

    monkeypatch.setattr("osce_scraper.runs.crawl.crawl", refuse)
    result = invoke("crawl", "-o", tmp_path / "dump", *options)
    assert ("--contact" in result.stderr) is warned
    given = invoke("crawl", "-o", tmp_path / "dump", "--contact", "me@example.org", *options)
    assert given.stderr == ""
