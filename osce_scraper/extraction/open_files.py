"""The files that a run holds open."""

from __future__ import annotations

from contextlib import ExitStack


class OpenFiles:
    """Closes each file once it is read, and what is left at the end; keeps nothing of the closed.

    So memory does not grow with the files of a run.
    """

    def __init__(self) -> None:
        self._stacks: set[ExitStack] = set()

    def __len__(self) -> int:
        return len(self._stacks)

    def stack(self) -> ExitStack:
        """What closes one more file; it is forgotten when it has done so."""
        stack = ExitStack()
        stack.callback(self._stacks.discard, stack)
        self._stacks.add(stack)
        return stack

    def close(self) -> None:
        """Close what is left."""
        with ExitStack() as left:
            for stack in self._stacks:
                left.enter_context(stack)
