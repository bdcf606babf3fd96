"""The plugin keeps what a center counts on in every plugin."""

from __future__ import annotations

from ccsdk.testing.conformance.plugin import PluginConformance
from ccsdk.testing.harness import ACCOUNT


class TestConformance(PluginConformance):
    plugin = "ccsdk_profile_http:plugin"
    settings = {
        "url": "https://shop.example/customers/{customer}",
        "vip": "/is_vip",
        "attributes": {"vip": {"at": "/is_vip", "type": "bool"}},
    }
    center = {
        "accounts": {ACCOUNT: {"channel": "kit", "queues": ["support"], "enrichment": "1s"}},
    }
    in_process = "It serves its panel's files, and that is the center's to do."
