"""Where pages come from (`--from`), and how they are found (`--discover`): checked together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import click

from osce_scraper.archive.files import ENDINGS
from osce_scraper.archive.public import PUBLIC, PublicName, PublicSource, read_source
from osce_scraper.discovery.choose import parse_names
from osce_scraper.discovery.common_crawl import COMMON_CRAWL, FILES
from osce_scraper.discovery.wayback import WAYBACK
from osce_scraper.errors import UnreadableInputError

_Name = Literal["live", "demo"] | PublicName
_WORDS: tuple[_Name, ...] = ("live", "demo", *PUBLIC)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the pages of a run come from, and how it finds them."""

    name: _Name = "live"
    replay: tuple[Path, ...] = ()
    """Archives that stand in for the network."""
    is_folder: bool = False
    """Whether they are all the archives of a folder, e.g. those that `update` keeps."""
    discover: str = "auto"
    wayback: str = WAYBACK
    """Address of the Wayback Machine, or of what stands in for it."""
    common_crawl: tuple[str, ...] = (COMMON_CRAWL, FILES)
    """Addresses of Common Crawl's index and of its files, or of what stands in for them."""
    at: str | None = None
    """Time in UTC to which copies should be nearest; None for the newest."""

    @property
    def public(self) -> PublicSource | None:
        """The public archive that pages come from; None where they come from the site."""
        if self.name == "wayback":
            return PublicSource("wayback", (self.wayback,))
        return PublicSource("commoncrawl", self.common_crawl) if self.is_public else None

    @property
    def is_public(self) -> bool:
        """Whether pages come from a public archive."""
        return self.name in PUBLIC

    @property
    def asks_strangers(self) -> bool:
        """Whether strangers are asked: the site, or an archive that nothing stands in for."""
        stands_in = self.wayback != WAYBACK or self.common_crawl != (COMMON_CRAWL, FILES)
        return self.name != "demo" and not self.replay and not (self.is_public and stands_in)


def choose_origin(given: Mapping[str, Any]) -> Origin:
    """Check what the command line gave.

    Raises:
        click.BadParameter: For a value that means nothing, or options that exclude each other.
        UnreadableInputError: For an archive that cannot be read.
    """
    name, replay, source = _place(given["origin"])
    discover = given["discover"] or _default(name, given["urls"])
    names = _names(discover, given["urls"])
    _check(name, names, given, is_replay=bool(replay))
    known = {one.name: one.addresses for one in [source] if one is not None}
    if stand_in := check_address(given["wayback_url"]):
        known["wayback"] = (stand_in,)
    if stand_in := check_address(given["commoncrawl_url"]):
        known["commoncrawl"] = (stand_in, stand_in)
    return Origin(
        name=name,
        replay=replay,
        is_folder=Path(given["origin"]).is_dir() and bool(replay),
        discover=discover,
        wayback=known.get("wayback", (WAYBACK,))[0],
        common_crawl=known.get("commoncrawl", (COMMON_CRAWL, FILES)),
        at=_time(given["at"]),
    )


def check_address(url: str | None) -> str | None:
    """The address of a server, without a slash at its end.

    Raises:
        click.BadParameter: If it is none, or more than that; if it holds a user or a password,
            which would come to stand in logs and dumps; if it is an IPv6 address, which the
            resolver of names does not know.
    """
    if url is None:
        return None
    if "@" in url:  # the address is not repeated: what it holds is a secret
        raise click.BadParameter("an address must hold no user name and no password")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.path.strip("/") or parts.query or parts.fragment:
        raise click.BadParameter(f"{url}: an address like http://127.0.0.1:8000 was expected")
    if ":" in (parts.hostname or ""):
        raise click.BadParameter(f"{url}: IPv6 is not supported; give a name or an IPv4 address")
    return url.rstrip("/")


def _place(given: str) -> tuple[_Name, tuple[Path, ...], PublicSource | None]:
    """What `--from` names: a word, or a file; a file of ours says which archive it came from."""
    for word in _WORDS:
        if given == word:
            return word, (), None
    if Path(given).is_dir():
        return "live", _archives_in(Path(given)), None
    if not given.endswith(ENDINGS):
        known = ", ".join((*_WORDS, *(f"FILE{ending}" for ending in ENDINGS), "a folder of them"))
        raise click.BadParameter(f"--from: '{given}' is no folder, and none of {known}")
    source = read_source(Path(given))
    return source.name if source else "live", (Path(given),), source


def _archives_in(folder: Path) -> tuple[Path, ...]:
    """All archives of a folder, in the order of their names.

    Raises:
        UnreadableInputError: If it has none.
    """
    found = tuple(sorted(one for one in folder.iterdir() if one.name.endswith(ENDINGS)))
    if not found:
        raise UnreadableInputError(f"{folder}: holds no archive ({', '.join(ENDINGS)})")
    return found


def _default(name: _Name, urls: Path | None) -> str:
    """Ways of discovery where none is named; a file of addresses alone means only these."""
    if urls is not None:
        return "urls"
    return "cdx" if name in PUBLIC else "auto"


def _names(discover: str, urls: Path | None) -> tuple[str, ...]:
    try:
        names = parse_names(discover)
    except ValueError as error:
        raise click.BadParameter(f"--discover: {error}") from error
    if ("urls" in names) != (urls is not None):
        raise click.BadParameter("--discover urls and --urls FILE go together")
    return names


def _check(
    name: _Name, names: tuple[str, ...], given: Mapping[str, Any], *, is_replay: bool
) -> None:
    """Refuse what cannot go together, rather than leave a part of it out in silence."""
    public = name in PUBLIC
    asks_wayback = name == "wayback" or (name == "live" and "cdx" in names)
    others = [one for one in names if one not in {"cdx", "urls"}]
    faults = {
        f"--site and --from {name}: copies of the site are the archive's, not a mirror's": public
        and given["site"],
        f"--discover {','.join(others)}: --from {name} finds pages by cdx or urls": public
        and others,
        "--urls: Common Crawl finds its copies by its index alone": name == "commoncrawl"
        and "urls" in names,
        "--discover cdx: no archive holds the embedded site": name == "demo" and "cdx" in names,
        "--wayback-url: only with --from wayback or --discover cdx": given["wayback_url"]
        and not asks_wayback,
        "--commoncrawl-url: only with --from commoncrawl": given["commoncrawl_url"]
        and name != "commoncrawl",
        "--at: only with --from wayback, --from commoncrawl, or --from FILE": given["at"]
        and not (public or is_replay),
    }
    for fault, is_so in faults.items():
        if is_so:
            raise click.BadParameter(fault)


def _time(moment: datetime | None) -> str | None:
    return moment.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
