"""What watches a run: the ledger in which every page is entered."""
