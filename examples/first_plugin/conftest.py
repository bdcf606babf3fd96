"""Bring the fixtures of the test kit, `cc_center` and its like."""

from __future__ import annotations

pytest_plugins = ["ccsdk.testing.pytest_plugin"]
