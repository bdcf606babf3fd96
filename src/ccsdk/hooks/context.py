"""What every plugin is given of its own, from `register` on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from ccsdk.hooks.contributions import Contribution

__all__ = ["PluginContext"]

C = TypeVar("C", bound=Contribution)


class PluginContext(Protocol):
    """Give a plugin what is its own."""

    @property
    def name(self) -> str:
        """Return the plugin's name."""

    @property
    def center(self) -> str:
        """Return the name of the center it runs in."""

    @property
    def config(self) -> Any:
        """Return the plugin's settings, an instance of its settings class, or None."""

    def contributions(self, kind: type[C]) -> Sequence[tuple[str, C]]:
        """Return (plugin name, contribution) of one type, of all enabled plugins, in order.

        Ask when you need them, for instance at a request: `register` is too early.

        Raises:
            RuntimeError: Plugins still register.
        """
