from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from osce_scraper.archive.writer import ArchiveWriter
from osce_scraper.cli.arguments import crawl_arguments
from osce_scraper.command_options import crawl_options
from osce_scraper.errors import UnreadableInputError
from osce_scraper.options import CrawlOptions
from osce_scraper.origins import Origin

_ORIGINS = {"--wayback-url": "wayback", "--commoncrawl-url": "commoncrawl"}
"""What `--from` must be for an option to mean anything."""


def parse(*arguments: str) -> CrawlOptions:
    """The options of a command line."""
    seen: dict[str, Any] = {}

    @click.command()
    @crawl_arguments
    def command(**given: Any) -> None:
        seen.update(given)

    command(["-o", "dump", *arguments], standalone_mode=False)
    return crawl_options(seen)


def test_defaults_are_those_of_the_contract() -> None:
    options = parse()
    assert options.output == Path("dump")
    assert options.origin == Origin()
    assert (options.site, options.contact, options.log_file) == (None, None, None)
    assert (options.limit, options.delay, options.replace) == (0, 10.0, False)
    assert options.scope.languages == ("en",)
    assert (options.scope.types, options.scope.since, options.scope.until) == ((), None, None)
    assert options.log_level == "WARNING"


def test_lists_and_dates() -> None:
    options = parse(
        *("--language", "en, ru,de", "--type", "news,press_release"),
        *("--since", "2024-01-01", "--until", "2024-12-31", "--limit", "5", "--delay", "0.5"),
    )
    assert options.scope.languages == ("en", "ru", "de")
    assert options.scope.types == ("news", "press_release")
    assert (options.scope.since, options.scope.until) == ("2024-01-01", "2024-12-31")
    assert (options.limit, options.delay) == (5, 0.5)


def test_all_means_no_bound() -> None:
    options = parse("--language", "all", "--type", "all")
    assert (options.scope.languages, options.scope.types) == ((), ())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://mirror.example.org", "https://mirror.example.org"),
    ],
)
def test_site_is_an_address_without_a_path(given: str, kept: str) -> None:
    assert parse("--site", given).site == kept


@pytest.mark.parametrize(
    "given",
    [
        *("ftp://127.0.0.1", "127.0.0.1:8000", "http://", "http:///a", "http://127.0.0.1/mirror"),
        *("http://127.0.0.1:99999", "http://127.0.0.1:x", "http://[x", "osce", ""),
    ],
)
def test_site_that_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(click.BadParameter):
        parse("--site", given)


@pytest.mark.parametrize("option", ["--site", "--wayback-url", "--commoncrawl-url"])
@pytest.mark.parametrize("user", ["me:secret@", "secret@", "me:@secret@"])
def test_an_address_with_a_password_is_refused_and_not_repeated(option: str, user: str) -> None:
    with pytest.raises(click.BadParameter, match="no password") as refusal:
        parse("--from", _ORIGINS.get(option, "live"), option, f"http://{user}127.0.0.1")
    assert "secret" not in refusal.value.message


def test_an_ipv6_address_is_refused() -> None:
    with pytest.raises(click.BadParameter, match=r"http://\[::1\]:8000: IPv6 is not supported"):
        parse("--site", "http://[::1]:8000")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "english"),
        ("--language", "en,xx"),
        ("--type", "letter"),
        ("--type", "news,letter"),
        ("--since", "yesterday"),
        ("--until", "2024-02-30"),
        ("--limit", "-1"),
        ("--delay", "-1"),
        ("--delay", "nan"),
        ("--delay", "inf"),
        ("--from", "memory"),
        ("--max-time", "0"),
        ("--max-time", "-5"),
        ("--max-time", "soon"),
        ("--max-requests", "0"),
        ("--compress", "rar"),
    ],
    ids=" ".join,
)
def test_values_that_mean_nothing_are_refused(arguments: tuple[str, str]) -> None:
    with pytest.raises(click.BadParameter):
        parse(*arguments)


def test_refusal_of_a_list_names_option_and_word() -> None:
    with pytest.raises(click.BadParameter, match=r"--type.*letter.*press_release"):
        parse("--type", "news,letter")


@pytest.mark.parametrize(
    ("given", "seconds"), [("90", 90), ("90s", 90), ("30m", 1800), ("2h", 7200), ("2 h", 7200)]
)
def test_time_is_seconds_or_has_a_unit(given: str, seconds: int) -> None:
    assert parse("--max-time", given).max_time == seconds


@pytest.mark.parametrize(
    ("flags", "level"),
    [((), "WARNING"), (("-v",), "INFO"), (("-vv",), "DEBUG"), (("-vvv",), "DEBUG")],
)
def test_more_is_said_when_asked(flags: tuple[str, ...], level: str) -> None:
    assert parse(*flags).log_level == level
    assert parse("-q").log_level == "ERROR"


def test_files_are_compressed_when_asked() -> None:
    assert (parse().compress, parse().arguments()["compress"]) == (None, None)
    assert parse("--compress", "zst").compress == "zst"
    assert parse("--compress", "gz").arguments()["compress"] == "gz"


@pytest.mark.parametrize(
    ("given", "name", "discover"),
    [
        ((), "live", "auto"),
        (("--from", "demo"), "demo", "auto"),
        (("--discover", "cdx"), "live", "cdx"),
        (("--from", "wayback"), "wayback", "cdx"),
        (("--from", "wayback", "--urls", "a.txt"), "wayback", "urls"),
        (("--from", "commoncrawl"), "commoncrawl", "cdx"),
    ],
)
def test_an_archive_is_searched_by_its_own_index(
    given: tuple[str, ...], name: str, discover: str
) -> None:
    origin = parse(*given).origin
    assert (origin.name, origin.discover) == (name, discover)


def test_stand_ins_take_the_place_of_archives() -> None:
    assert parse("--from", "wayback").origin.wayback == "https://web.archive.org"
    there = "http://127.0.0.1:1/"
    origin = parse("--from", "wayback", "--wayback-url", there, "--at", "2015-01-02").origin
    assert (origin.wayback, origin.at) == ("http://127.0.0.1:1", "2015-01-02T00:00:00Z")
    origin = parse("--from", "commoncrawl", "--commoncrawl-url", there).origin
    assert origin.common_crawl == ("http://127.0.0.1:1", "http://127.0.0.1:1")
    assert not origin.asks_strangers


def test_public_archives_have_a_pace_of_their_own() -> None:
    assert (parse().delay, parse().public_delay) == (10, 4)
    options = parse("--delay", "7")
    assert (options.delay, options.public_delay) == (7, 7)
    assert parse("--from", "wayback").arguments()["delay"] == 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--from", "wayback", "--site", "http://127.0.0.1:1"), "--site and --from wayback"),
        (("--from", "wayback", "--discover", "listing,cdx"), "--discover listing"),
        (("--from", "commoncrawl", "--urls", "a.txt"), "--urls"),
        (("--from", "demo", "--discover", "cdx"), "--discover cdx"),
        (("--wayback-url", "http://127.0.0.1:1"), "--wayback-url"),
        (("--from", "wayback", "--wayback-url", "here"), "here"),
        (("--from", "wayback", "--commoncrawl-url", "http://127.0.0.1:1"), "--commoncrawl-url"),
        (("--at", "2015-01-02"), "--at"),
        (("--discover", "cdx", "--at", "2015-01-02"), "--at"),
        (("--json-log", "/nowhere/log.jsonl"), "--json-log: /nowhere/log.jsonl: No such file"),
    ],
)
def test_options_that_exclude_each_other_are_refused(given: tuple[str, ...], said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        parse(*given)


def test_a_file_of_ours_says_which_archive_its_pages_came_from(tmp_path: Path) -> None:
    files = {}
    known = ("", "wayback http://127.0.0.1:1", "commoncrawl http://a.test http://b.test")
    for source in (*known, "wayback", "elsewhere http://a.test"):
        files[source] = tmp_path / f"{len(source)}.warc.gz"
        about = {"software": "osce-scraper/0.1.0"} | ({"source": source} if source else {})
        ArchiveWriter(files[source], about).close()
    origins = [parse("--from", str(path)).origin for path in files.values()]
    plain, wayback, crawl, *strange = origins
    assert [one.name for one in strange] == ["live", "live"]
    assert (plain.name, plain.discover, plain.public) == ("live", "auto", None)
    assert (wayback.name, wayback.wayback) == ("wayback", "http://127.0.0.1:1")
    assert (crawl.name, crawl.discover) == ("commoncrawl", "cdx")
    assert crawl.common_crawl == ("http://a.test", "http://b.test")
    assert str(crawl.public) == "commoncrawl http://a.test http://b.test"
    assert not crawl.asks_strangers


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"no archive")
    with pytest.raises(UnreadableInputError, match=r"a\.warc\.gz"):
        parse("--from", str(path))


def test_arguments_for_the_manifest_leave_the_contact_out() -> None:
    options = parse("--contact", "me@example.org", "--since", "2024-01-01", "--limit", "5")
    arguments = options.arguments()
    assert "me@example.org" not in repr(arguments)
    assert arguments["from"] == "live"
    assert arguments["since"] == "2024-01-01"
    assert arguments["limit"] == 5
    assert arguments["languages"] == ("en",)


def test_dates_are_days() -> None:
    given = datetime(2024, 1, 1, tzinfo=UTC).date().isoformat()
    assert parse("--since", given).scope.since == "2024-01-01"


def test_two_logs_are_not_one_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("log")
    for other in ("log", "link"):
        logs = ("--log-file", str(tmp_path / "log"), "--json-log", str(tmp_path / other))
        with pytest.raises(click.BadParameter, match="each needs its own file"):
            parse(*logs)
    assert not (tmp_path / "log").exists()
