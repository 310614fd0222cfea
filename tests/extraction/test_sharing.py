"""Jobs end in any order; what comes of them does not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from osce_scraper.extraction.sharing import Job, Run, share_out


def double(number: int) -> int:
    time.sleep(0.01 if number % 3 == 0 else 0)
    return 2 * number


def jobs(run: Run[int], numbers: range) -> Iterator[Job[int]]:
    for number in numbers:
        if number % 10 == 5:
            yield Job(None, partial(more_jobs, run, range(100 * number, 100 * number + 4)))
        yield Job(partial(double, number), lambda result: [result])


def more_jobs(run: Run[int], numbers: range, _: None) -> Iterator[int]:
    return run(jobs(run, numbers))


def test_jobs_and_what_they_entail_give_results_in_their_order() -> None:
    expected = [0, 2, 4, 6, 8, 1000, 1002, 1004, 1006, 10, 12]
    assert list(share_out(lambda run: jobs(run, range(7)), 2)) == expected
