"""What a page's words mean: pure functions, no Scrapy."""
