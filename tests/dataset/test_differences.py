from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.dataset.differences import CRAWL_FIELDS, Change, compare, records_of
from osce_scraper.dataset.files import pack
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import PressRelease
from tests.conftest import MakeRecord, tree_of

Line = dict[str, Any]


def write(path: Path, *lines: Line) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def changes(folder: Path, old: list[Line], new: list[Line], *ignore: str) -> list[Change]:
    files = (write(folder / "old.jsonl", *old), write(folder / "new.jsonl", *new))
    return list(compare(*files, ignore))


def numbered(make_record: MakeRecord, number: int, **to: Any) -> Line:
    return make_record(id=f"osce-{number}-en", node_id=number, **to).model_dump()


def test_added_modified_and_deleted_records_are_told_by_id(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    old = [numbered(make_record, number) for number in (2, 10, 9, 1)]
    new = [*old[1:3], numbered(make_record, 2, title="New", date="2025-01-01", revision=2)]
    new.append(numbered(make_record, 30, revision=4))
    assert changes(tmp_path, old, new) == [
        Change("delete", "osce-1-en", (), 1, None),
        Change("modify", "osce-2-en", ("title", "date", "revision"), 1, 2),
        Change("add", "osce-30-en", (), None, 4),
    ]


def test_order_of_lines_and_of_keys_says_nothing(tmp_path: Path, make_record: MakeRecord) -> None:
    old = [numbered(make_record, number) for number in range(1, 200)]
    mixed = [
        line | {"capture": dict(reversed(line["capture"].items()))}
        for line in random.Random(7).sample(old, len(old))  # noqa: S311 - no secret
    ]
    new = [dict(reversed(line.items())) for line in mixed]
    assert changes(tmp_path, old, new) == []


def test_differences_are_those_that_a_comparison_in_memory_finds(tmp_path: Path) -> None:
    dice = random.Random(3)  # noqa: S311 - no secret
    sides: list[dict[str, Line]] = [
        {
            key: {"id": key, **{name: dice.choice([None, "", [], 1, "1"]) for name in "abc"}}
            for key in (f"é{dice.randrange(300)}" for _ in range(200))
        }
        for _ in range(2)
    ]
    expected = []
    for key in sorted(sides[0] | sides[1], key=str.encode):
        old, new = (side.get(key, {}) for side in sides)
        op = "add" if not old else "delete" if not new else "modify"
        differing = [name for name in new if old.get(name) != new[name]] if op == "modify" else []
        if differing or op != "modify":
            expected.append((op, key, tuple(differing)))
    found = changes(tmp_path, list(sides[0].values()), list(sides[1].values()))
    assert [change[:3] for change in found] == expected
    assert {change.op for change in found} == {"add", "modify", "delete"}


@pytest.mark.parametrize(
    ("old", "new"),
    [(None, ""), (None, []), (1, "1"), (1, True), ("a", ["a"]), (["a", "b"], ["b", "a"])],
)
def test_values_of_another_kind_or_order_differ(tmp_path: Path, old: object, new: object) -> None:
    found = changes(tmp_path, [{"id": "a", "value": old}], [{"id": "a", "value": new}])
    assert [change.changed for change in found] == [("value",)]


def test_fields_that_one_side_lacks_differ_even_from_null(tmp_path: Path) -> None:
    (change,) = changes(tmp_path, [{"id": "a", "gone": None}], [{"new": None, "id": "a"}])
    assert change.changed == ("new", "gone")


def test_ignored_fields_make_no_difference(tmp_path: Path, make_record: MakeRecord) -> None:
    later = {"captured_at": "2026-03-03T08:00:00Z", "scraper_version": "9"}
    old, new = [make_record().model_dump()], [make_record(**later).model_dump()]
    assert changes(tmp_path, old, new, *CRAWL_FIELDS) == []
    (change,) = changes(tmp_path, old, new, "captured_at")
    assert change.changed == ("scraper_version",)


def test_fields_of_the_crawl_are_fields_and_none_that_the_page_fills() -> None:
    assert set(PressRelease.model_fields) > CRAWL_FIELDS
    assert not CRAWL_FIELDS & {"id", "content_sha256", "title", "date", "body", "issues", "layout"}


@pytest.mark.parametrize("revision", [None, True, "2", 2.5, 0, -1, 2**63])
def test_revision_that_is_none_is_none(tmp_path: Path, revision: object) -> None:
    found = changes(tmp_path, [], [{"id": "a", "revision": revision}, {"id": "b"}])
    assert [change.new_revision for change in found] == [None, None]


def test_everything_is_new_where_nothing_was(tmp_path: Path, make_record: MakeRecord) -> None:
    new = write(tmp_path / "new.jsonl", make_record().model_dump())
    assert list(compare(None, new)) == [Change("add", "osce-662279-en", (), None, 1)]
    none = write(tmp_path / "none.jsonl")
    assert list(compare(new, none)) == [Change("delete", "osce-662279-en", (), 1, None)]


@pytest.mark.parametrize("name", ["press_releases.jsonl", "taxonomy.jsonl"])
def test_compressed_files_compare_as_plain_ones(tmp_path: Path, demo_dump: Path, name: str) -> None:
    plain = demo_dump / name
    for compression in ("gz", "zst"):
        copy = tmp_path / name
        copy.write_bytes(plain.read_bytes())
        assert list(compare(plain, pack(copy, compression))) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "not a line of JSON"),
        (b"", "not a line of JSON"),
        (b'{"id": "\xff"}', "not a line of JSON"),
        (b"[" * 100_000, "not a line of JSON"),
        (b'{"id": "b", "x": NaN}', "not a line of JSON"),
        (b"[1]", "a record with an id was expected"),
        (b'{"url": "x"}', "a record with an id was expected"),
        (b'{"id": 7}', "a record with an id was expected"),
        (b'{"id": "a"}', "id: a stands in line 1 already"),
    ],
    ids=["cut", "blank", "bytes", "deep", "nan", "list", "no-id", "number", "twice"],
)
def test_line_that_is_no_record_is_named_whichever_file_it_is_in(
    tmp_path: Path, line: bytes, words: str
) -> None:
    good, broken = write(tmp_path / "good.jsonl", {"id": "a"}), tmp_path / "broken.jsonl"
    broken.write_bytes(b'{"id": "a"}\n' + line + b"\n")
    for files in ((good, broken), (broken, good)):
        with pytest.raises(UnreadableInputError, match=words) as caught:
            list(compare(*files))
        assert str(caught.value).startswith(f"{broken}:2: ")


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    lines = [{"id": str(number), "text": "x"} for number in range(1000)]
    assert changes(tmp_path, lines, lines) == []
    assert tree_of(temporary) == {}


def test_records_of_a_folder_are_found_plain_or_compressed(tmp_path: Path) -> None:
    path = write(tmp_path / "press_releases.jsonl")
    assert records_of(tmp_path) == path
    assert records_of(path) == path
    packed = pack(path, "zst")
    assert records_of(tmp_path) == packed
    packed.unlink()
    with pytest.raises(UnreadableInputError, match=r"holds no press_releases\.jsonl"):
        records_of(tmp_path)
