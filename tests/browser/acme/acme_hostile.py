"""A plugin whose titles are as hostile as a customer's texts: a panel for each of them.

One module defines all their elements but the last one's, in every slot, so that its title
stands in a notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ccsdk.hooks import Contribution, Panel, Plugin, PluginContext, Routes, hookimpl
from tests.browser.hostile import NAMES, TEXTS

__all__ = ["TITLES", "Hostile", "plugin"]

TITLES = [case.text for case in (*NAMES, *TEXTS)]
NOTED = [TITLES[0], TITLES[7], "W" * 200, "\u202e" * 9 + "x"]
INLINE = ("composer-action", "message-body", "list-badge")


class Hostile:
    """Contribute the panels and the one module."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare them in the slots that show a title, and some that fail without one."""
        yield Routes(static=Path(__file__).parent / "static", audience="session")
        shown = (("context", "beside", TITLES), ("wrap-up", "ending", TITLES[:20]))
        for slot, place, titles in shown:
            for number, title in enumerate(titles):
                tag = f"hostile-{place}-{number}"
                yield Panel(slot=slot, tag=tag, module="titled.js", title=title)
        for number, title in enumerate(NOTED):
            slot, tag = INLINE[number % len(INLINE)], f"hostile-noted-{number}"
            yield Panel(slot=slot, tag=tag, module="raising-noted.js", title=title)


plugin = Plugin(
    name="hostile",
    summary="Titles of panels that try to be more.",
    implementation="acme_hostile:Hostile",
)
