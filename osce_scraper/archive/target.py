"""Where a run writes its archive."""

from __future__ import annotations

from pathlib import Path

from osce_scraper.errors import UnusableTargetError

_ENDING = ".warc.gz"
_OTHER_KINDS = frozenset((".warc", ".gz", ".wacz", ".zst"))


def archive_target(given: Path, run_id: str) -> Path:
    """The file that a run is to write, for what `--archive` gave; its folder is made.

    Args:
        given: A file whose name ends in `.warc.gz`, or a folder that gets a file a run.
        run_id: Id of the run, the file's name in a folder.

    Raises:
        UnusableTargetError: If the file exists, since archives are never overwritten; if the
            name is that of another kind of file, or of a device; if the folder cannot be made.
    """
    if given.exists() and not (given.is_file() or given.is_dir()):
        raise UnusableTargetError(f"{given}: is neither a file nor a folder")
    is_file = given.name.endswith(_ENDING) and not given.is_dir()
    if not is_file and (given.is_file() or given.suffix in _OTHER_KINDS):
        raise UnusableTargetError(f"{given}: an archive's name ends in {_ENDING}; else a folder")
    target = given if is_file else given / f"{run_id}{_ENDING}"
    if target.exists():
        raise UnusableTargetError(f"{target}: exists; an archive is never overwritten")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableTargetError(f"{target}: cannot be written: {error.strerror}") from error
    return target
