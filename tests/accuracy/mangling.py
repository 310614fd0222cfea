"""What servers and editors do to a page: tags in capitals, tags left open, minified, recoded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

_TAG = re.compile(r"<[^<>!]+>")
_NAME = re.compile(r"(?<=<)/?[a-z][a-z0-9]*|(?<=\s)[a-z][a-z-]*(?==)")
_ATTRIBUTES = re.compile(r"\s(?:class|id)=\"[^\"]*\"")
_VALUE = re.compile(r"\b(class|id)=\"([^\"]*)\"")
_BOXES = (
    "html|head|body|meta|link|title|style|script|header|footer|main|nav|section|article|aside|div"
    "|p|ul|ol|li|dl|dt|dd|table|tbody|tr|td|th|h[1-6]|form|figure|figcaption|blockquote|br"
    "|details|summary"
)
_FOLLOWERS = {
    "p": "p|div|ul|ol|dl|table|h[1-6]|blockquote|/div|/blockquote",
    "li": "li|/ul|/ol",
    "dt": "dt|dd|/dl",
    "dd": "dt|dd|/dl|/div",
    "tr": "tr|/tbody|/table",
    "td": "td|th|tr|/tr",
    "th": "td|th|/tr",
}


def in_capitals(html: str) -> str:
    """Names of tags and attributes in capitals, values without quotes where they may be."""
    html = _TAG.sub(lambda tag: _NAME.sub(lambda name: name[0].upper(), tag[0]), html)
    return re.sub(r"=\"([\w-]+)\"(?=[\s>])", r"=\1", html)


def left_open(html: str) -> str:
    """End tags that HTML lets an author leave out are left out."""
    for tag, followers in _FOLLOWERS.items():
        html = re.sub(rf"</{tag}>(?=\s*<(?:{followers})\b)", "", html)
    return html


def minified(html: str) -> str:
    """One line, no blanks around boxes, no quotes that can be spared."""
    html = re.sub(r"\s+", " ", html)
    html = re.sub(rf" ?(</?(?:{_BOXES})\b[^<>]*>) ?", r"\1", html)
    return re.sub(r"=\"([\w-]+)\"(?=[\s>])", r"=\1", html)


def without_classes(html: str) -> str:
    """No class and no id anywhere."""
    return _ATTRIBUTES.sub("", html)


def renamed(html: str) -> str:
    """Every class and id another word."""
    return _VALUE.sub(lambda found: f'{found[1]}="{_word(found[2])}"', html)


def _word(text: str) -> str:
    return "x" + hashlib.sha256(text.encode()).hexdigest()[:7]


def recode(encoding: str, *, declared: bool) -> Callable[[str], bytes]:
    """Bytes in an old encoding, declared in the page's meta data or not at all there."""

    def encode(html: str) -> bytes:
        meta = f"charset={encoding}" if declared else ""
        html = re.sub(r'charset="?utf-8"?', meta or "data-none", html, count=1)
        return html.encode(encoding, "xmlcharrefreplace")

    return encode
