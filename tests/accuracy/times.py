"""How a page writes its date: `<time>` with and without words, at all hours, or words alone."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from tests.accuracy.choice import pick
from tests.accuracy.release import Release

_VIENNA = ZoneInfo("Europe/Vienna")
FORMS = ("noon", "midnight", "offset", "day", "words")


def time_element(release: Release, form: str, *, bare: bool = False) -> str:
    """The date in HTML.

    Args:
        release: The release that it belongs to.
        form: `noon` in UTC; `midnight` in Vienna, given in UTC, so on the day before; `offset`,
            half an hour after midnight in Vienna; `day` alone; `words` without `<time>`.
        bare: Whether the element has no words; its machine value is then all there is.
    """
    words = "" if bare else release.shown_date
    if form == "words":
        return release.shown_date
    return f'<time datetime="{machine_value(release, form)}">{words}</time>'


def machine_value(release: Release, form: str) -> str:
    """The value of the `datetime` attribute."""
    if form == "day":
        return release.date.isoformat()
    if form == "noon":
        return f"{release.date.isoformat()}T12:00:00Z"
    if form == "offset":
        return datetime.combine(release.date, time(0, 30), _VIENNA).isoformat()
    midnight = datetime.combine(release.date, time(), _VIENNA).astimezone(UTC)
    return midnight.strftime("%Y-%m-%dT%H:%M:%SZ")


def any_form(release: Release) -> str:
    """A form chosen by hash."""
    return pick(FORMS, release.key, "time")
