"""`extract --engine daft`: the same reading, shared out over processes and machines."""

from __future__ import annotations

import os

# Daft and Ray tell their makers of every start unless they are asked not to.
os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
