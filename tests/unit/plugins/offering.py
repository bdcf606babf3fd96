"""Plugins to be found: installed ones, and one in a file."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import Any

from ccsdk.hooks import Plugin

LOCAL = """
from ccsdk.hooks import Channel, Plugin, hookimpl

class Post:
    @hookimpl
    def register(self, ctx):
        return [Channel(kind="post", capacity_class="chat")]

plugin = Plugin(name="own-post", summary="Post.", implementation=Post)
"""


class Acme:
    """Contribute nothing."""


class Distribution:
    """Stand for an installed distribution."""

    def __init__(self, name: str, *requires: str, version: str = "0.9") -> None:
        self.name = name
        self.version = version
        self.requires = list(requires)


def offer(
    points: list[EntryPoint], name: str, cls: type[Any] = Acme, *requires: str, **manifest: Any
) -> None:
    """Install a plugin as a distribution `acme-NAME` 0.9."""
    module = ModuleType(f"acme_{name}")
    plugin = Plugin(name=name, summary="", implementation=cls, **manifest)
    vars(module).update(plugin=plugin)
    sys.modules[module.__name__] = module
    point = EntryPoint(name=name, value=f"{module.__name__}:plugin", group="ccsdk.plugins.v1")
    vars(point).update(dist=Distribution(f"acme-{name}", *requires))
    points.append(point)
