"""`extract --engine daft`: the same reading, shared out over processes and machines."""

from __future__ import annotations

import os

QUIET = {
    # Daft and Ray tell their makers of every start unless they are asked not to.
    "DAFT_ANALYTICS_ENABLED": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DAFT_PROGRESS_BAR": "0",  # the command has its own
}
"""What is set where it is not set yet, here and on the machines of a cluster."""

for _name, _value in QUIET.items():
    os.environ.setdefault(_name, _value)
