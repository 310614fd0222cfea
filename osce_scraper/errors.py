"""What can go wrong, one class per cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osce_scraper.items import RejectReason


class OsceScraperError(Exception):
    """Base of every error that this project raises on purpose."""


class UnreadableInputError(OsceScraperError):
    """A file that the user named cannot be read; ends with exit code 2."""


class UnusableTargetError(OsceScraperError):
    """A place to write to that must not be written to; raised by `dataset`, exit code 2."""


class RunFailedError(OsceScraperError):
    """A crawl that must not be published, or an extraction that cannot end; exit code 1."""


class StateError(RunFailedError):
    """The state of a dataset cannot be read or written; raised by `dataset`, exit code 1."""


class LockedError(OsceScraperError):
    """Another run holds the lock of a dataset; raised by `dataset`, ends with exit code 4."""


class PageLostError(OsceScraperError):
    """An answer that is not the page; raised by `spiders`, becomes a `Failed`."""


class MissingExtraError(OsceScraperError):
    """A package that an option needs is not installed; raised by `cluster`, exit code 2."""


class PageRefusedError(OsceScraperError):
    """A page that was read and gives no record; raised by `pages`, becomes a `Rejected`."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        """Keep the reason of the contract and the words for a person."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
