"""Keep a center's log where its settings say `store = "first-store:..."`."""

from __future__ import annotations

from ccsdk.hooks import Plugin

__all__ = ["plugin"]

# Data only: the implementation is imported when a center starts.
plugin = Plugin(
    name="first-store",
    summary="Keeps a center's log for as long as the process lives.",
    implementation="first_store.implementation:FirstStore",
)
