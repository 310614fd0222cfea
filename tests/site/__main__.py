"""`python -m tests.site`: the whole site on this machine, for trying things by hand."""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from pathlib import Path

import click

from tests.site.faults import FAULTS
from tests.site.server import Site
from tests.site.whole import WAYS, WholeSite

_FAULTS_HELP = "\n".join(
    f"  {name:18} {(fault.__doc__ or '').splitlines()[0]}" for name, fault in FAULTS.items()
)


@click.command(
    help="Serve a whole site of releases on 127.0.0.1 until Ctrl-C; its address goes to standard "
    f"output.\n\n\b\nFaults, each on a release of its own:\n{_FAULTS_HELP}"
)
@click.option("--releases", "count", type=click.IntRange(0, 600_000), default=50, show_default=True)
@click.option("--fault", "faults", multiple=True, type=click.Choice([*FAULTS]), metavar="NAME")
@click.option("--all-faults", is_flag=True, help="Every fault at once.")
@click.option("--way", "ways", multiple=True, type=click.Choice(WAYS), help="Only these ways.")
@click.option("--new", "is_new", is_flag=True, help="Teasers and Atom, not labelled rows and RSS.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any that is free.")
@click.option(
    "--fates",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write what must become of every address, as JSON Lines.",
)
def main(
    count: int,
    faults: Sequence[str],
    *,
    all_faults: bool,
    ways: Sequence[str],
    is_new: bool,
    port: int,
    fates: Path | None,
) -> None:
    """Serve until somebody interrupts."""
    names = tuple(FAULTS) if all_faults else tuple(dict.fromkeys(faults))
    # Ctrl-C of a shell that starts this in the background is ignored unless it is asked for.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with (
        Site() as other,
        WholeSite(
            count, names, other=other.url, ways=ways or WAYS, is_old=not is_new, port=port
        ) as site,
    ):
        if fates is not None:
            _write_fates(fates, site)
        click.echo(site.url)
        try:
            signal.pause()
        except KeyboardInterrupt:
            click.echo(
                f"{len(site.seen)} requests, {len(site.trapped)} to traps,"
                f" {len(other.seen)} to another host",
                err=True,
            )


def _write_fates(path: Path, site: WholeSite) -> None:
    with path.open("w", encoding="utf-8") as file:
        for address, fate in site.fates.items():
            line = {"address": address, "ending": fate.ending, "cause": fate.cause}
            file.write(f"{json.dumps(line)}\n")


if __name__ == "__main__":
    main()
