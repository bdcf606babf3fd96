"""The Python client of the bus, over websockets; `static` holds the browser's."""

from __future__ import annotations

from ccsdk.client.bus import BusClient
from ccsdk.client.receipt import CommandReceipt
from ccsdk.client.subscription import Subscription

__all__ = ["BusClient", "CommandReceipt", "Subscription"]
