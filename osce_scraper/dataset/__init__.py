"""A dump on disk: its books, its files, its manifest (pure)."""
