"""Input files wherever they lie; each is read once, from its beginning to its end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from osce_scraper import __version__
from osce_scraper.cluster.inputs import BUCKET, file_name, is_far, is_web
from osce_scraper.errors import UnreadableInputError

_AGENT = {"User-Agent": f"osce-scraper/{__version__}"}
_PATIENCE = 60  # seconds without a byte
_PIECE = 1 << 20  # bytes
_ENDS = 1 << 16  # bytes at the beginning and at the end that tell one object from another
_MOST_LISTED = 64 << 20  # bytes of a listing
_FAULTS = (OSError, HTTPException, ValueError)  # the last is how Daft and addresses complain

OpenObject = Callable[[str], AbstractContextManager[Any]]
"""Opens an object of a bucket, which has `read`, `seek` and `size`."""


@dataclass(frozen=True, slots=True)
class Input:
    """An opened input, of which nothing but its state was read yet."""

    address: str
    file: Any
    state: str
    """What tells it from the same file after a change; empty where nothing tells."""
    size: int | None = None
    """Bytes of a file far away, where it tells them."""


@contextmanager
def open_input(address: str, open_object: OpenObject) -> Iterator[Input]:
    """Open an input.

    Args:
        address: A path, or an address of the web or of a bucket.
        open_object: What opens an object of a bucket.

    Raises:
        UnreadableInputError: If it cannot be opened.
    """
    with ExitStack() as stack:
        with _named(address):
            if is_web(address):
                request = Request(address, headers=_AGENT)  # noqa: S310 - http and https only
                opened = _answered(address, stack.enter_context(_asked(request)))
            elif address.startswith(BUCKET):
                opened = _stored(address, stack.enter_context(open_object(address)))
            else:
                opened = _on_disk(address, stack.enter_context(Path(address).open("rb")))
        yield opened


@contextmanager
def local_copy(opened: Input) -> Iterator[Path]:
    """An input as a file on this machine, under its own name; removed afterwards.

    Raises:
        UnreadableInputError: If it breaks off on the way.
    """
    if not is_far(opened.address):
        yield Path(opened.address)
        return
    with TemporaryDirectory(prefix="osce-scraper-") as folder:
        path = Path(folder) / file_name(opened.address)
        with _named(opened.address), path.open("wb") as target:
            shutil.copyfileobj(opened.file, target, _PIECE)
            came = target.tell()
            if opened.size not in {None, came}:
                raise OSError(f"{came:,} of {opened.size:,} bytes came")
        yield path


def fetch_listing(address: str) -> tuple[str, bytes]:
    """Get a page of the web that lists files, with its address after redirects.

    Raises:
        UnreadableInputError: If it cannot be had.
    """
    request = Request(address, headers=_AGENT)  # noqa: S310 - http and https only
    with _named(address), _asked(request) as answer:
        return answer.url, answer.read(_MOST_LISTED)


def _asked(request: Request) -> Any:
    return urlopen(request, timeout=_PATIENCE)  # noqa: S310 - http and https only


@contextmanager
def _named(address: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        words = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnreadableInputError(f"{address}: {words}") from error


def _on_disk(address: str, file: Any) -> Input:
    return Input(address, file, f"sha256 {file_digest(file, 'sha256').hexdigest()}")


def _answered(address: str, answer: Any) -> Input:
    length = answer.headers["Content-Length"]
    known = [answer.headers[name] for name in ("ETag", "Last-Modified") if answer.headers[name]]
    state = f"{length} bytes, {', '.join(known)}" if known else ""
    return Input(address, answer, state, int(length) if length else None)


def _stored(address: str, file: Any) -> Input:
    """An object of a bucket: that it changed shows in its length, its beginning or its end."""
    size = file.size()
    digest = sha256(file.read(_ENDS))
    file.seek(max(0, size - _ENDS))
    digest.update(file.read(_ENDS))
    file.seek(0)
    return Input(address, file, f"{size} bytes, ends {digest.hexdigest()}", size)
