"""Second copies of a text, which captures of the old layout carry."""

from __future__ import annotations

_LATEST_START = 2  # a copy begins at the first paragraphs
_CUT = 15  # letters; a line that breaks off within a sentence is no paragraph of its own
_REPEAT = 60  # letters; a run this long does not come twice by chance


def drop_repeated_run(paragraphs: list[str]) -> tuple[list[str], int]:
    """Remove a second copy of the text that ends the page.

    Captures of the old layout repeat the body from its second paragraph on, the last
    paragraph possibly cut (https://osce.org/cio/52292).

    Returns:
        The paragraphs without the copy, and how many were removed.
    """
    # A copy is no longer than what it copies, so it begins in the second half.
    for begin in range(max(2, len(paragraphs) // 2), len(paragraphs)):
        words = paragraphs[begin][:_REPEAT]
        for first, text in enumerate(paragraphs[: _LATEST_START + 1]):
            if text.startswith(words) and _is_copy(paragraphs, first, begin):
                return paragraphs[:begin], len(paragraphs) - begin
    return paragraphs, 0


def _is_copy(paragraphs: list[str], first: int, begin: int) -> bool:
    """Whether what follows `begin` repeats what follows `first`; the end may be cut short."""
    length = len(paragraphs) - begin
    if first + length > begin:
        return False
    run, tail = paragraphs[first : first + length], paragraphs[begin:]
    if run[:-1] != tail[:-1]:
        return False
    letters = sum(map(len, tail))
    is_cut = run[-1].startswith(tail[-1]) and not tail[-1].endswith((".", "!", "?", "…"))
    return (run == tail and letters >= _REPEAT) or (is_cut and letters >= _CUT)
