"""Turn the press releases of osce.org into a clean, citable dataset."""

from importlib.metadata import version

__version__ = version("osce-scraper")
