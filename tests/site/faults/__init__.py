"""The misbehaviours of the whole site, one class each, by name."""

from __future__ import annotations

from tests.site.faults import bodies, connections, listings, redirects, refusals, waits
from tests.site.faults.fault import EXPORTED, Ending, Fate, Fault

_MODULES = (connections, refusals, bodies, redirects, waits, listings)

FAULTS: dict[str, type[Fault]] = {
    one.name: one
    for module in _MODULES
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, Fault) and one is not Fault
}
"""All misbehaviours, by the names that `--fault` takes."""

__all__ = ["EXPORTED", "FAULTS", "Ending", "Fate", "Fault"]
