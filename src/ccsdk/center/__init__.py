"""The composition root: settings, plugins, log, engine, bus and server made one center."""

from __future__ import annotations

from ccsdk.center.center import ContactCenter

__all__ = ["ContactCenter"]
