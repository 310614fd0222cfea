"""Runs from beginning to end: what a command does when it crawls."""
