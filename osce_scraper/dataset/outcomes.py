"""What became of the pages of a dataset, and when each is to be looked at again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import orjson

from osce_scraper.dataset.manifest import utc
from osce_scraper.dataset.schedule import (
    Outcome,
    after_deletion,
    after_failure,
    is_confirmed,
    next_check,
)
from osce_scraper.dataset.state import State
from osce_scraper.items import Rejected


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answered: what a later conditional request needs."""

    url: str
    """Canonical address that was asked for."""
    at: str
    """When it was asked, in UTC, whole seconds; of an archived page when it was captured."""
    status: int | None
    captured_at: str | None = None
    """When its bytes were fetched."""
    capture_url: str | None = None
    """Address that the answer came from."""
    etag: str | None = None
    last_modified: str | None = None
    is_archived: bool = False
    """Whether it was found in an archive, which may be older than what is known."""


class Outcomes:
    """What became of pages, in the state of a dataset; all within the caller's transaction."""

    def __init__(self, state: State) -> None:
        self.state = state

    def enter_outcome(
        self,
        answer: Answer,
        outcome: Outcome,
        *,
        record_id: str | None = None,
        published: str | None = None,
        rejected: Rejected | None = None,
    ) -> None:
        """Enter what became of a page that was had.

        Args:
            answer: What it answered.
            outcome: What it gave.
            record_id: The record that it gave, or that another page gave before it.
            published: Publishing date of that record.
            rejected: Why it gave none.
        """
        due = utc(next_check(_moment(answer.at), outcome, published, answer.url))
        self.state.run(
            "UPDATE page SET first_seen = coalesce(first_seen, :at),"
            # A capture of an archive may be older than the last look at the page.
            " next_check = iif(:is_archived AND last_checked > :at, next_check, :due),"
            " last_seen = iif(:is_archived AND last_seen > :at, last_seen, :at),"
            " last_checked = iif(:is_archived AND last_checked > :at, last_checked, :at),"
            " etag = :etag, last_modified = :last_modified, capture_url = :capture_url,"
            " captured_at = coalesce(:captured_at, :at), outcome = :outcome,"
            " gone = 0, gone_since = NULL, is_gone = 0, failures = 0,"
            " record_id = coalesce(:record_id, record_id) WHERE url = :url",
            **asdict(answer),
            due=due,
            outcome=outcome,
            record_id=record_id,
        )
        self._enter_rejected(answer.url, rejected)

    def _enter_rejected(self, url: str, rejected: Rejected | None) -> None:
        """Keep why a page was refused; the same refusal as before leaves the line as it is."""
        row = self.state.row("SELECT rejected FROM page WHERE url = ?", url)
        held = orjson.loads(row["rejected"]) if row and row["rejected"] else None
        line = rejected.model_dump() if rejected else None
        if held and line and all(held[name] == line[name] for name in ("url", "reason", "detail")):
            return
        if line != held:
            packed = orjson.dumps(line).decode() if line else None
            self.state.run("UPDATE page SET rejected = ? WHERE url = ?", packed, url)
            self.state.put("is_dirty", value=True)

    def enter_led_on(self, page: str, url: str, at: str) -> None:
        """Enter that a page leads to one that was read by itself.

        Where the record comes from the first page, the other one is due: it is to give it now.
        """
        self.enter_outcome(Answer(page, at, None), "duplicate")
        self.state.run(
            "UPDATE page SET next_check = ? WHERE capture_url = ? AND outcome = 'duplicate'"
            " AND EXISTS (SELECT 1 FROM record WHERE url = ?)",
            *(at, url, page),
        )

    def enter_unchanged(self, answer: Answer, published: str | None) -> None:
        """Enter that a page says of itself that it has not changed."""
        due = utc(next_check(_moment(answer.at), "record", published, answer.url))
        self.state.run(
            "UPDATE page SET last_seen = ?, last_checked = ?, next_check = ?, failures = 0"
            " WHERE url = ?",
            *(answer.at, answer.at, due, answer.url),
        )

    def enter_failed(self, url: str, at: str) -> None:
        """Enter that a page could not be had: it is asked for soon again, then less and less."""
        row = self.state.row("SELECT failures FROM page WHERE url = ?", url)
        failures = row["failures"] + 1 if row else 1
        self.state.run(
            "UPDATE page SET next_check = ?, failures = ? WHERE url = ?",
            *(utc(after_failure(_moment(at), failures)), failures, url),
        )

    def enter_forbidden(self, url: str, at: str) -> None:
        """Enter that a page must not be asked for, by robots.txt."""
        due = utc(next_check(_moment(at), "forbidden", None, url))
        self.state.run(
            "UPDATE page SET last_checked = ?, next_check = ? WHERE url = ?", at, due, url
        )

    def enter_gone(self, answer: Answer, rejected: Rejected) -> bool:
        """Enter that a page answered 404 or 410.

        Returns:
            Whether it is gone for good.
        """
        row = self.state.row("SELECT gone, gone_since FROM page WHERE url = ?", answer.url)
        if row is None:
            return False
        answers, since = row["gone"] + 1, row["gone_since"] or answer.at
        is_final = is_confirmed(answers, since, answer.at)
        moment = _moment(answer.at)
        due = after_deletion(moment) if is_final else next_check(moment, "gone", None, answer.url)
        self.state.run(
            "UPDATE page SET last_checked = ?, next_check = ?, outcome = 'gone', gone = ?,"
            " gone_since = ?, is_gone = ? WHERE url = ?",
            *(answer.at, utc(due), answers, since, is_final, answer.url),
        )
        self._enter_rejected(answer.url, rejected)
        return is_final

    def ask_soon(self, at: datetime) -> None:
        """Have the pages that the gate has not let pass asked for again at a time, not later."""
        self.state.run(
            "UPDATE page SET next_check = min(next_check, ?) WHERE url IN"
            " (SELECT url FROM to_judge) AND gone = 0",
            utc(at),
        )


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)
