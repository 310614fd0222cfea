"""One verb per file: each hands on what the pure functions make of a capture."""
