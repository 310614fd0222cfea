"""Daft, the only module that knows it: it shares out inputs, and reaches into buckets."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from logging import WARNING
from typing import Any

import daft

from osce_scraper.cluster import QUIET
from osce_scraper.cluster.parts import Note
from osce_scraper.cluster.work import Work
from osce_scraper.errors import RunFailedError


class _Reader:
    def __init__(self, work: Work) -> None:
        self._work = work

    def read(self, addresses: Any) -> list[bytes]:
        return [self._work.read(address).line() for address in addresses.to_pylist()]

    read = daft.method.batch(return_dtype=daft.DataType.binary(), batch_size=1)(read)


@cache
def start(ray: str | None) -> int:
    """Start the engine; a process can do so once.

    Args:
        ray: Address of a Ray cluster; None for Daft's own engine, on this machine.

    Returns:
        How many processors it has.

    Raises:
        RunFailedError: If it does not start.
    """
    with _complaints():
        daft.context.set_execution_config(maintain_order=False)  # else the quick wait for the slow
        if ray is None:
            daft.set_runner_native()
            return len(os.sched_getaffinity(0))
        import ray as cluster  # noqa: PLC0415 - a start of two seconds

        env = {"env_vars": {name: os.environ[name] for name in QUIET}}
        cluster.init(ray, log_to_driver=False, logging_level=WARNING, runtime_env=env)
        daft.set_runner_ray(noop_if_initialized=True)
        return int(cluster.cluster_resources().get("CPU", 1))


def list_objects(pattern: str) -> list[str]:
    """The objects of a bucket that a pattern means; the engine must have been started.

    Raises:
        RunFailedError: If the bucket cannot be listed.
    """
    with _complaints():
        return sorted(row["path"] for row in daft.from_glob_path(pattern).iter_rows())


def share_out(
    work: Work, addresses: Sequence[str], workers: int | None, ray: str | None
) -> Iterator[Note]:
    """Read inputs in several processes; what comes of each, in the order in which they end.

    Args:
        work: What is done with each.
        addresses: The inputs.
        workers: How many processes read; None for one on each processor.
        ray: As for `start`.

    Raises:
        RunFailedError: If the engine gives up, e.g. because a process was ended.
    """
    most = min(workers or start(ray), len(addresses))
    with _complaints():
        reader = daft.cls(_Reader, use_process=True, max_concurrency=most)(work)
        inputs = daft.from_pydict({"input": list(addresses)})
        if ray is not None:
            inputs = inputs.into_partitions(len(addresses))  # what Ray shares out
        for row in inputs.select(reader.read(inputs["input"]).alias("note")).iter_rows():
            yield Note.read(row["note"])


def stop(ray: str | None) -> None:
    """Leave the Ray cluster; one that was started for this run ends."""
    if ray is not None:
        import ray as cluster  # noqa: PLC0415 - as above

        cluster.shutdown()


@contextmanager
def _complaints() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # Daft and Ray share no kind of error, nor say which they raise
        raise RunFailedError(f"the engine gave up: {error}") from error


@contextmanager
def open_object(address: str) -> Iterator[Any]:
    """Open an object of a bucket.

    Raises:
        OSError, DaftCoreException: If it is not there or cannot be read.
    """
    with daft.File(address).open() as file:
        yield file
