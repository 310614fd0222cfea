"""Second copies of a text, which captures of the old layout carry."""

from __future__ import annotations

_REPEAT = 60  # letters; a run this long does not come twice by chance


def drop_repeated_run(paragraphs: list[str]) -> tuple[list[str], int]:
    """Remove a second copy of the text that ends the page.

    Captures of the old layout repeat the body from its second paragraph on, the last
    paragraph possibly cut (https://osce.org/cio/52292).

    Returns:
        The paragraphs without the copy, and how many were removed.
    """
    for begin in range(2, len(paragraphs)):
        tail = paragraphs[begin:]
        first = next((i for i in range(3) if _is_copy(tail, paragraphs[i:begin])), None)
        if first is not None:
            return paragraphs[:begin], len(tail)
    return paragraphs, 0


def _is_copy(tail: list[str], run: list[str]) -> bool:
    """Whether `tail` repeats the head of `run`; its last paragraph may be cut short."""
    if not tail or len(tail) > len(run) or sum(map(len, tail)) < _REPEAT:
        return False
    return run[: len(tail) - 1] == tail[:-1] and run[len(tail) - 1].startswith(tail[-1])
