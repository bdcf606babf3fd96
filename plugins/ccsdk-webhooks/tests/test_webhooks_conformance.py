"""The plugin keeps what a center counts on in every plugin."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from ccsdk.testing.conformance.plugin import PluginConformance
from ccsdk_webhooks.signature import new_secret

# Nobody listens there, so whatever is written stays to be counted.
NOWHERE = "http://127.0.0.1:9"
os.environ.setdefault("CCSDK_WEBHOOKS_TEST_SECRET", new_secret())


class TestWebhooksConformance(PluginConformance):
    plugin = "ccsdk_webhooks:plugin"
    center = {"egress": {"private": [NOWHERE]}}
    settings = {
        "targets": {
            "nowhere": {
                "url": f"{NOWHERE}/in",
                "secret": "${env:CCSDK_WEBHOOKS_TEST_SECRET}",
                "topics": [">"],
                "personal": ["text"],
            }
        }
    }

    def effects(self, data: Path) -> Any:
        """Return what is written for the target, in order."""
        with closing(sqlite3.connect(data / "plugins" / "webhooks.sqlite3")) as store:
            found = store.execute("SELECT id, lane, payload FROM outbox ORDER BY number").fetchall()
        assert found, "a day leads to messages"
        return found
