"""The pack in a center: enabling the plugin is all it takes."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk.hooks import Contribution, hookimpl
from restaurant_coaching.pack import pack

__all__ = ["RestaurantCoaching"]


class RestaurantCoaching:
    """Contribute the pack; `ccsdk-coaching` reads it when it starts."""

    @hookimpl
    def register(self) -> Iterable[Contribution]:
        """Declare the pack."""
        return [pack]
