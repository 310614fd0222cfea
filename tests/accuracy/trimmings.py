"""Pictures, files and translations of a rendered release, chosen by hash."""

from __future__ import annotations

from tests.accuracy.choice import chance, number, pick, pick_some
from tests.accuracy.stored import load

SITE = "https://www.osce.org"
_CREDITS = ("(OSCE)", "(OSCE/Mirjana Kost)", "(Lena Brandt/OSCE)", "")
_OTHERS = ("ru", "fr", "sq", "uk", "de")
_FILE_TYPES = ("pdf", "pdf", "docx", "doc")


def pictures_of(key: str) -> tuple[tuple[str, str | None], ...]:
    """Addresses of pictures with their captions; most releases have none."""
    if not chance(30, key, "pictures"):
        return ()
    count = 1 + number(key, "pictures") % 2
    captions = pick_some(load("stock")["en"]["captions"], count, key, "captions")
    return tuple(
        (f"{SITE}/sites/default/files/2025-03/{number(key, i) % 10**6}.jpg", _caption(words, key))
        for i, words in enumerate(captions)
    )


def _caption(words: str, key: str) -> str | None:
    if chance(15, key, words, "no caption"):
        return None
    return f"{words} {pick(_CREDITS, key, words)}".strip()


def files_of(key: str) -> tuple[tuple[str, str], ...]:
    """Addresses of files with the words of their links."""
    if not chance(20, key, "files"):
        return ()
    names = pick_some(load("stock")["en"]["files"], 1 + number(key, "files") % 2, key, "names")
    return tuple(
        (f"{SITE}/sites/default/files/f/documents/a/7/{number(key, name) % 10**5}.{kind}", name)
        for name in names
        for kind in [pick(_FILE_TYPES, key, name, "kind")]
    )


def translations_of(key: str, url: str, language: str) -> tuple[tuple[str, str], ...]:
    """Languages and addresses of the same release."""
    if not chance(25, key, "translations"):
        return ()
    path = url.removeprefix(SITE)
    if path[1:3].isalpha() and path[3] == "/":
        path = path[3:]
    others = [one for one in _OTHERS if one != language]
    found = [(one, f"{SITE}/{one}{path}") for one in pick_some(others, 2, key, "languages")]
    return tuple(found)
