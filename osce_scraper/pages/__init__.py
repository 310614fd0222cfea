"""What a page says: pure readers of listings, article layouts, navigation and text captures."""
