"""Archives made by hand, byte by byte, as this and other tools write them."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping
from pathlib import Path

URL = "https://www.osce.org/secretariat/129296"
DATE = "2026-03-02T08:00:00Z"
PAGE = b"<!DOCTYPE html><html><body><h1>Officers open a crate</h1></body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}

ARCHIVE_ID = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
RESPONSE = "application/http; msgtype=response"


def record(kind: str, block: bytes, **fields: str | None) -> bytes:
    """One WARC record; a field `target_uri` becomes `WARC-Target-URI`, None leaves it out."""
    named = {
        "target_uri": URL,
        "date": DATE,
        "record_id": ARCHIVE_ID,
        "content_type": RESPONSE,
        "content_length": str(len(block)),
        "version": "1.1",
        **fields,
    }
    lines = [f"WARC/{named.pop('version')}", f"WARC-Type: {kind}"]
    lines += [f"{_name(key)}: {value}" for key, value in named.items() if value is not None]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _name(key: str) -> str:
    words = {"uri": "URI", "id": "ID", "ip": "IP", "to": "To"}
    named = "-".join(words.get(word, word.capitalize()) for word in key.split("_"))
    return named if named.startswith("Content-") else f"WARC-{named}"


def http(body: bytes = PAGE, status: str = "200 OK", headers: Mapping[str, str] = HTML) -> bytes:
    """An HTTP response, with just these headers."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def response(url: str = URL, body: bytes = PAGE, **fields: str | None) -> bytes:
    """A response record of an HTML page."""
    return record("response", http(body), target_uri=url, **fields)


def chunked(*chunks: bytes) -> bytes:
    """A body as it is sent in chunks."""
    sent = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return sent + b"0\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """A `.warc.gz` with a gzip member for each record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def write(path: Path, *records: bytes) -> Path:
    """Write a `.warc` or `.warc.gz`, as the name says."""
    path.write_bytes(packed(*records) if path.suffix == ".gz" else b"".join(records))
    return path


def write_wacz(path: Path, warcs: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """Write a WACZ with these WARC files, and what else lies in one."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, content in warcs.items():
            archive.writestr(f"archive/{name}", content)
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
    return path
