"""A safe start leaves third parties' plugins out, and everything else as it is."""

from __future__ import annotations

import asyncio
from importlib.metadata import EntryPoint
from pathlib import Path

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.center import ContactCenter
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import LogIn, ReceiveInteraction, SetReady
from ccsdk.model.event import QueueDefined
from tests.unit.plugins.offering import LOCAL, Distribution, offer


def test_a_safe_start_keeps_only_what_is_of_this_project(
    environment: list[EntryPoint], local: Path
) -> None:
    offer(environment, "chat")
    vars(environment[0]).update(dist=Distribution("ccsdk-chat"))
    offer(environment, "crm")
    local.write_text(
        '[accounts.box]\nchannel = "post"\nqueues = ["q"]\n[queues.q]\nscorers = ["mine"]\n'
        "[plugins.own-post]\n[plugins.crm]\nrequired = true\n[plugins.chat]\n"
    )

    blueprint = draw_blueprint(local, is_safe=True)

    assert blueprint.host.names == ("chat",)
    assert blueprint.left_out == ("crm", "own-post")
    assert len(blueprint.missing) == 2


def test_a_center_that_started_safely_works_as_far_as_it_can(
    environment: list[EntryPoint], local: Path
) -> None:
    local.write_text(
        '[accounts.box]\nchannel = "post"\nqueues = ["q"]\n[queues.q]\nscorers = ["mine"]\n'
        'eligibility = ["near"]\n[queues.p]\nstrategy = "plugin:fair"\n'
        '[agents.mei]\nqueues = ["q"]\n'
        "slots = { post = 1 }\n[plugins.own-post]\n"
    )
    blueprint = draw_blueprint(local, is_safe=True)

    async def work() -> list[str]:
        async with ContactCenter.in_memory(blueprint) as center:
            await center.agent("mei").ask(LogIn)
            await center.agent("mei").ask(SetReady)
            await center.visitor("box", "otto").ask(ReceiveInteraction, text="Hello")
            return [type(entry.event).__name__ async for entry in center.entries()]

    assert "OfferMade" in asyncio.run(work())


def test_a_safe_start_leaves_queues_as_people_changed_them(
    environment: list[EntryPoint], local: Path
) -> None:
    (local.parent / "ccsdk_plugins" / "own_post.py").write_text(
        LOCAL.replace("import Channel", "import Channel, Eligibility").replace(
            '[Channel(kind="post", capacity_class="chat")]',
            '[Eligibility(name="near", attributes=("far",), refuse=lambda kind, agent: None)]',
        )
    )
    local.write_text(
        '[queues.q]\neligibility = ["near"]\n[queues.p]\n[plugins.own-post]\n'
        '[attributes.far]\ntype = "bool"\nsource = "form"\n'
    )
    store = MemoryLogStore()

    async def defined(*, is_safe: bool) -> list[str]:
        blueprint = draw_blueprint(local, is_safe=is_safe)
        async with ContactCenter(blueprint, store=store) as center:
            events = [entry.event async for entry in center.entries()]
        return [event.queue for event in events if isinstance(event, QueueDefined)]

    told = [asyncio.run(defined(is_safe=is_safe)) for is_safe in (False, True, False)]

    assert told == [["q", "p"]] * 3
