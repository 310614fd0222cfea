"""Turn the press releases of osce.org into a clean, citable dataset."""

__version__: str


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: that takes longer than the rest of `--help`."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415

    return globals().setdefault(name, version("osce-scraper"))  # type: ignore[no-any-return]
