from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.hooks.observing import Capabilities
from ccsdk.model.principal import Role
from ccsdk.plugins.remote import RemotePlugin, Remotes
from ccsdk.server.asgi import Application
from ccsdk.server.plugin_tokens import PLUGIN_LIFE_MS, plugin_of
from ccsdk.server.tokens import digest_of
from tests.unit.server.fake_center import Browser, FakeCenter, Reply

MAY = Capabilities(
    topics=("agent.*.>", "queue.*.>"),
    commands=("SetSkills", "SetCapacity"),
    personal=("text",),
    hooks=("lookup_profile",),
)
WISH = {"role": "plugin", "id": "crm"}


def center_of(capabilities: Capabilities = MAY) -> FakeCenter:
    center = FakeCenter()
    center.remotes = Remotes({"crm": (RemotePlugin(), capabilities)})
    return center


def ask(center: FakeCenter, value: Any, path: str = "/control/token") -> Reply:
    browser = Browser(Application(center, control_token="C"), origin=None)
    return asyncio.run(browser.post(path, value, ("authorization", "Bearer C")))


def tokens(center: FakeCenter, **wish: Any) -> Any:
    return ask(center, {"plugin": "crm", **wish}, "/control/plugin-tokens").json()


def test_a_token_names_its_plugin_and_what_it_may() -> None:
    center = center_of()

    token = ask(center, WISH).json()["token"]

    row = center.credentials.rows[digest_of(token)]
    principal = plugin_of(center, row)
    assert (row.kind, row.principal, row.role) == ("plugin", "plugin:crm", "plugin")
    assert row.expires_at_ms == center.clock.now_ms() + PLUGIN_LIFE_MS
    assert principal is not None
    assert (principal.id, principal.role) == ("plugin:crm", Role.PLUGIN)
    assert (principal.topics, principal.commands) == (MAY.topics, MAY.commands)
    assert (principal.personal, principal.hooks) == (MAY.personal, MAY.hooks)


def test_its_bearer_may_what_both_the_token_and_the_manifest_name() -> None:
    center = center_of()
    row = center.credentials.rows[digest_of(ask(center, WISH).json()["token"])]
    now = Capabilities(
        topics=("agent.*.AgentDefined", "interaction.*.>"),
        commands=("SetSkills", "RouteInteraction"),
        personal=("text", "name"),
    )

    center.remotes = Remotes({"crm": (RemotePlugin(), now)})
    principal = plugin_of(center, row)

    assert principal is not None
    assert principal.topics == ("agent.*.AgentDefined",)
    assert principal.commands == ("SetSkills",)
    assert (principal.personal, principal.hooks) == (("text",), ())


def test_a_token_of_a_plugin_that_is_remote_no_longer_is_void() -> None:
    center = center_of()
    row = center.credentials.rows[digest_of(ask(center, WISH).json()["token"])]

    center.remotes = Remotes({})

    assert plugin_of(center, row) is None


def test_who_is_no_such_plugin_gets_none() -> None:
    reply = ask(center_of(), {"role": "plugin", "id": "chat"})

    assert reply.status == 404


def test_there_are_two_at_most_that_are_good() -> None:
    center = center_of()

    early = ask(center, {**WISH, "ttl_ms": 1_000}).status
    center.clock.at_ms += 1_001
    statuses = [ask(center, WISH).status for _ in range(3)]

    assert (early, statuses) == (200, [200, 200, 400])


def test_one_is_revoked_by_its_id_and_the_others_stay() -> None:
    center = center_of()
    first, second = (ask(center, WISH).json()["token"] for _ in range(2))
    named = digest_of(first).hex()[:12]

    listed = {each["id"] for each in tokens(center)["tokens"]}
    revoked = [each["id"] for each in tokens(center, revoke=named)["tokens"]]

    assert named in listed
    assert len(listed) == 2
    assert revoked == [named]
    assert list(center.credentials.rows) == [digest_of(second)]


@pytest.mark.parametrize("which", ["all", "nobody"])
def test_all_are_revoked_at_once_or_none(which: str) -> None:
    center = center_of()
    for _ in range(2):
        ask(center, WISH)

    reply = ask(center, {"plugin": "crm", "revoke": which}, "/control/plugin-tokens")

    assert reply.status == (200 if which == "all" else 404)
    assert len(center.credentials.rows) == (0 if which == "all" else 2)
