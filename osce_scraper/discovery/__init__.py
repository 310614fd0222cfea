"""Ways to find releases: which pages a run asks for, and why it asks for no others; pure."""
