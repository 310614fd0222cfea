"""Bosnian, Croatian or Serbian: told in Latin script by the few words in which they differ."""

from __future__ import annotations

import re
from collections import Counter

# Serbian of the press is Ekavian (`pre`, `dve`), the others are Ijekavian (`prije`, `dvije`).
_EKAVIAN = (
    r"pre|ovde|gde|dve|obe|posle|sledeć\w+|posledn\w+|mest[oau]\w{0,2}|vreme|dec[aeiou]|nedelj\w+"
    r"|rečima|de[ol]o?|cel[aeiou]|predsedni\w+|sever\w*|rešenj\w+|primen\w+|uspešn\w+|razumev\w+"
    r"|bezbedn\w+|obezbed\w+|obavešt\w+|podnet\w*|promen\w+"
)
_IJEKAVIAN = (
    r"prije|ovdje|gdje|dvije|obje|poslije|sljedeć\w+|posljedn\w+|mjest\w+|vrijeme|djec\w+"
    r"|nedjelj\w+|riječ\w*|dio|dijel\w+|cijel\w+|predsjedni\w+|sjever\w*|rješenj\w+|primjen\w+"
    r"|uspješn\w+|razumij\w+|obavijest\w*|podnijet\w*|promjen\w+"
)
_CROATIAN_MONTHS = (
    r"siječ(?:anj|nj)\w*|veljač\w+|ožuj(?:ak|k)\w*|trav(?:anj|nj)\w*|svib(?:anj|nj)\w*"
    r"|lip(?:anj|nj)\w*|srp(?:anj|nj)\w*|kolovoz\w*|ruj(?:an|n)\w?|listopad\w*|studen(?:i|oga?)"
    r"|prosin(?:ac|c)\w*"
)
_CROATIAN = (
    rf"{_CROATIAN_MONTHS}|oess\w*|tjed(?:an|n)\w*|tisuć\w+|europ\w+|tko|izvješć\w+|priopćen\w+"
    r"|tijekom|izobrazb\w+|povjerenstv\w+|središt\w+"
)
_TELLING = (
    (("sr",), rf"{_EKAVIAN}|oebs\w*|opštin\w+|saopšt\w+|takođe"),
    (("bs", "hr"), rf"{_IJEKAVIAN}|općin\w+|također|sigurnos\w+"),
    (("sr", "bs"), r"evrop\w+|hiljad\w+|uslov\w*|januar\w*|februar\w*|oktobr?\w*|decembr?\w*"),
    (("bs",), r"osce|sedmic\w+|saopćen\w+|historij\w+"),
    (("hr",), _CROATIAN),
)
_PATTERNS = [(told, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for told, words in _TELLING]


def tell_alike(text: str, otherwise: str) -> str:
    """Tell the language that most telling words speak for.

    Args:
        text: Words in Latin script that are one of the three.
        otherwise: What to answer where none, or not just one of the three, is ahead.
    """
    votes: Counter[str] = Counter()
    for languages, pattern in _PATTERNS:
        votes += Counter(dict.fromkeys(languages, len(pattern.findall(text))))
    most = max(votes.values(), default=0)
    ahead = [language for language, count in votes.items() if count == most]
    return otherwise if otherwise in ahead or len(ahead) != 1 else ahead[0]
