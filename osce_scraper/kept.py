"""Answers kept in memory: the same short texts stand on thousands of pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

_Rest = ParamSpec("_Rest")
_Answer = TypeVar("_Answer")
_Asked = Callable[Concatenate[str, _Rest], _Answer]

_LONGEST = 512  # letters; a longer text hardly comes again, and many of them would fill the memory


def keep_short(count: int) -> Callable[[Callable[[str], _Answer]], Callable[[str], _Answer]]:
    """Keep the last answers of a pure function of a text, for texts that are short.

    Args:
        count: How many answers are kept, so that memory is bounded whatever pages hold.
    """

    def decorate(function: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
        kept = lru_cache(maxsize=count)(function)

        @wraps(function)
        def ask(text: str, /) -> _Answer:
            return kept(text) if len(text) <= _LONGEST else function(text)

        return ask

    return decorate


def keep_short_with(count: int) -> Callable[[_Asked[_Rest, _Answer]], _Asked[_Rest, _Answer]]:
    """The same as `keep_short`, for a function of a text and something more.

    What it is asked for is handed on as it comes, which takes twice as long.
    """

    def decorate(function: _Asked[_Rest, _Answer]) -> _Asked[_Rest, _Answer]:
        kept = lru_cache(maxsize=count)(function)

        @wraps(function)
        def ask(text: str, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Answer:
            if len(text) > _LONGEST:
                return function(text, *args, **kwargs)
            # All that is kept is asked for by text and numbers, which can be hashed.
            return kept(text, *args, **kwargs)  # type: ignore[arg-type]

        return ask

    return decorate
