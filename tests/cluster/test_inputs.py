from __future__ import annotations

from pathlib import Path

import pytest

from osce_scraper.cluster.fetch import fetch_listing
from osce_scraper.cluster.inputs import file_name, find_inputs
from osce_scraper.errors import UnreadableInputError
from tests.conftest import StartSite
from tests.site import Answer

LISTING = """<h1>Index of /osce/</h1><a href="../">up</a> <a href="?C=M">by date</a>
<a href="b%20c.warc.gz">b c</a> <a href="/osce/a.warc.gz">a</a> <a href="notes.txt">notes</a>
<a href="deeper/d.warc.gz">d</a> <a href="http://elsewhere.example/osce/e.warc.gz">e</a>"""


def unasked(address: str) -> tuple[str, bytes]:
    raise AssertionError(f"{address} was asked")


def bucket(pattern: str) -> list[str]:
    return ["s3://bucket/osce/a.warc.gz"] if pattern == "s3://bucket/osce/*.gz" else []


def found(*patterns: str | Path) -> list[str]:
    return find_inputs(map(str, patterns), unasked, bucket)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deeper").mkdir()
    for name in ("b.warc", "a.warc", "a[1].warc", "deeper/c.warc"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_pattern_gives_files_in_order_and_each_file_once(folder: Path) -> None:
    names = ["a.warc", "a[1].warc", "b.warc"]
    assert found(folder / "*.warc", folder / "b.warc") == [str(folder / name) for name in names]


def test_two_stars_reach_into_folders(folder: Path) -> None:
    assert str(folder / "deeper" / "c.warc") in found(folder / "**" / "*.warc")
    assert str(folder / "deeper") not in found(folder / "**")


def test_a_file_whose_name_has_brackets_is_found_by_its_name(folder: Path) -> None:
    assert found(folder / "a[1].warc") == [str(folder / "a[1].warc")]


def test_paths_are_absolute_so_that_any_process_finds_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert found("b.*") == [str(folder / "b.warc")]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("none.warc", "none.warc: means no file"),
        ("none/*.warc", "means no file"),
        (".", "is a folder; name the files in it"),
        ("ftp://host/a.warc", "a path, s3://"),
        ("http://host/*/a.warc", "in the last part of the path"),
        ("s3://bucket/none/*", "means no file"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused_by_name(pattern: str, message: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        found(pattern)
    assert str(caught.value).startswith(pattern)
    assert message in str(caught.value)


def test_a_bucket_is_listed_only_for_a_pattern() -> None:
    assert found("s3://bucket/osce/*.gz") == ["s3://bucket/osce/a.warc.gz"]
    assert found("s3://bucket/any.warc.gz") == ["s3://bucket/any.warc.gz"]


def test_a_listing_of_the_web_gives_the_files_of_its_folder(start_site: StartSite) -> None:
    moved = Answer(status=301, headers={"Location": "/osce/"})
    site = start_site({"/osce/": LISTING, "/old/": moved})
    expected = [f"{site.url}/osce/a.warc.gz", f"{site.url}/osce/b%20c.warc.gz"]
    for folder in ("osce", "old"):
        pattern = f"{site.url}/{folder}/*.warc.gz"
        assert find_inputs([pattern], fetch_listing, bucket) == expected
    assert file_name(expected[1]) == "b c.warc.gz"


def test_a_listing_that_cannot_be_had_or_is_empty_is_named(start_site: StartSite) -> None:
    site = start_site({"/empty/": ""})
    for folder, message in (("empty", "means no file"), ("none", "404")):
        with pytest.raises(UnreadableInputError, match=message):
            find_inputs([f"{site.url}/{folder}/*.gz"], fetch_listing, bucket)


def test_an_address_without_wildcard_is_not_asked_before_it_is_read() -> None:
    assert found("https://host.example/a.warc.gz") == ["https://host.example/a.warc.gz"]
