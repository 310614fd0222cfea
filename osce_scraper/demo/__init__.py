"""The embedded site, crawled by `osce-scraper crawl --from demo` without network."""
