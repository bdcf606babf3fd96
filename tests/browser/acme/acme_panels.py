"""A plugin for the desk's tests: one useful panel, one that is asked, three that fail."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from ccsdk.hooks import (
    Contribution,
    Panel,
    Plugin,
    PluginContext,
    QueryHandler,
    Routes,
    hookimpl,
)

__all__ = ["Acme", "plugin"]


class About(msgspec.Struct, kw_only=True):
    """Ask of an Interaction."""

    interaction: str


class Search(msgspec.Struct, kw_only=True):
    """Ask of nobody in particular."""

    words: str = ""


class Found(msgspec.Struct, kw_only=True):
    """Say what was asked, by the name of the member that says it."""

    about: str = ""
    searched: str = ""


async def orders(request: About) -> Found:
    """Answer of an Interaction."""
    return Found(about=request.interaction)


async def search(request: Search) -> Found:
    """Answer of nobody in particular."""
    return Found(searched=request.words)


TWIN = Panel(
    slot="context",
    tag="acme-twin",
    module="twin.js",
    title="Twin",
    topics=("interaction.*.MessageReceived",),
)
REVIEW = Panel(
    slot="review", tag="acme-review", module="review.js", title="Review", commands=("AddReview",)
)


class Acme:
    """Contribute the panels and the files that define them."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare them; each may do only what stands here."""
        return [
            Routes(static=Path(__file__).parent / "static", audience="session"),
            Panel(
                slot="context",
                tag="acme-card",
                module="card.js",
                title="Customer",
                topics=("interaction.*.MessageReceived",),
                commands=("SendMessage",),
            ),
            Panel(
                slot="context",
                tag="acme-probe",
                module="probe.js",
                title="Probe",
                topics=("interaction.*.MessageSent", "agent.mei.>"),
                commands=("SetNotReady",),
                requests=("orders.v1", "search.v1"),
            ),
            QueryHandler(name="orders.v1", request=About, answer=Found, handle=orders),
            QueryHandler(name="search.v1", request=Search, answer=Found, handle=search),
            QueryHandler(name="secret.v1", request=Search, answer=Found, handle=search),
            TWIN,
            Panel(slot="composer-action", tag="acme-thanks", module="thanks.js", title="Thanks"),
            Panel(slot="message-body", tag="acme-length", module="length.js", title="Length"),
            Panel(slot="list-badge", tag="acme-star", module="star.js", title="Star"),
            Panel(slot="list-badge", tag="acme-shy", module="shy.js", title="Shy"),
            Panel(slot="wrap-up", tag="acme-check", module="check.js", title="Before you close"),
            REVIEW,
            Panel(slot="context", tag="acme-raising", module="raising.js", title="Raising"),
            Panel(slot="context", tag="acme-clumsy", module="clumsy.js", title="Clumsy"),
            Panel(slot="context", tag="acme-absent", module="absent.js", title="Absent"),
        ]


plugin = Plugin(
    name="acme",
    summary="Panels, good and bad.",
    implementation="acme_panels:Acme",
)
