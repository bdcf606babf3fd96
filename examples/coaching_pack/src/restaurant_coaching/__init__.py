"""How a restaurant chain coaches its servers; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks import Plugin

__all__ = ["plugin"]

plugin = Plugin(
    name="restaurant-coaching",
    summary="A rule, words and a guard for coaching in restaurants.",
    implementation="restaurant_coaching.implementation:RestaurantCoaching",
)
