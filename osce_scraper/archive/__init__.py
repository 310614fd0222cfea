"""Web archives: what a crawl fetched, kept as WARC 1.1; and the captures of any WARC or WACZ."""
