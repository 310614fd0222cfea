"""What goes wrong, as a message and the contract's exit code."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click

from osce_scraper.errors import (
    LockedError,
    MissingExtraError,
    RunFailedError,
    UnreadableInputError,
    UnusableTargetError,
)


class Failure(click.ClickException):
    """An error whose message is all that a user needs, with the contract's exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn the project's own errors into messages and exit codes."""
    try:
        yield
    except (UnreadableInputError, UnusableTargetError, MissingExtraError) as error:
        raise Failure(str(error), 2) from error
    except LockedError as error:
        raise Failure(str(error), 4) from error
    except RunFailedError as error:
        raise Failure(str(error), 1) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise Failure(f"{error.filename or 'output'}: {error.strerror or error}", 1) from error
