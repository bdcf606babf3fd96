"""The desk's plugin half: what it contributes, and with which headers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from ccsdk.hooks import Contribution, Panel, QueryHandler, Routes
from ccsdk.model.principal import Principal, Role
from ccsdk_desk import plugin
from ccsdk_desk.implementation import STATIC, Desk, content_security_policy
from ccsdk_desk.settings import DeskSettings, Reply

CARD = Panel(
    slot="context",
    tag="acme-card",
    module="parts/card.js",
    title="Orders",
    titles={"zh-Hant": "訂單"},
    topics=("interaction.*.MessageReceived",),
    commands=("SendMessage",),
)


@attrs.define
class Context:
    name: str = "desk"
    center: str = "linden-loft"
    config: Any = None
    panels: list[tuple[str, Contribution]] | None = None

    def contributions(self, kind: type) -> list[tuple[str, Any]]:
        assert self.panels is not None, "asked while plugins still register"
        return [(plugin, each) for plugin, each in self.panels if isinstance(each, kind)]


def routes(
    config: DeskSettings | None = None, panels: Sequence[tuple[str, Contribution]] = ()
) -> Routes:
    context = Context(config=config)
    contribution, _ = Desk().register(context)
    context.panels = list(panels)
    assert isinstance(contribution, Routes)
    return contribution


def ask(path: str, *, method: str = "GET", **given: Any) -> tuple[int, Any]:
    """Ask the plugin's own app as the agent mei."""
    principal = Principal(id="mei", role=Role.AGENT)
    scope = {
        "type": "http",
        "method": method,
        "path": f"/cc/plugins/desk/{path}",
        "root_path": "/cc/plugins/desk",
        "state": {"principal": principal},
    }
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("a GET has no body")

    async def send(message: Any) -> None:
        sent.append(message)

    app = routes(**given).app
    assert app is not None
    asyncio.run(app(scope, receive, send))
    start, body = sent
    return start["status"], json.loads(body["body"]) if body["body"] else None


def test_manifest_leads_to_the_implementation() -> None:
    module, _, name = plugin.implementation.partition(":")

    assert (module, name) == (Desk.__module__, Desk.__name__)
    assert plugin.settings is DeskSettings


def test_page_is_served_to_signed_in_sessions_only() -> None:
    contributed = routes()

    assert contributed.audience == "session"
    assert contributed.static == STATIC
    assert not contributed.cors


def test_policy_lets_nothing_run_but_own_files_and_the_import_map() -> None:
    index = (STATIC / "index.html").read_text(encoding="utf-8")
    (import_map,) = re.findall(r'<script type="importmap">(.*?)</script>', index, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()

    policy = routes().headers["content-security-policy"]

    assert policy == (
        f"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self'; "
        "connect-src 'self'; img-src 'self' blob: data:; frame-src 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    )


def test_policy_follows_the_import_map() -> None:
    index = (STATIC / "index.html").read_text(encoding="utf-8")

    changed = content_security_policy(index.replace('"htm"', '"html"'))

    assert changed != content_security_policy(index)


@pytest.mark.parametrize("index", ["<p>none</p>", '<script type="importmap">{}</script>' * 2])
def test_page_without_exactly_one_import_map_is_refused(index: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        content_security_policy(index)


def test_settings_say_who_is_signed_in_and_what_there_is_to_choose() -> None:
    config = DeskSettings(dispositions={"ordered": "Customer ordered"})

    status, answer = ask("settings.json", config=config)

    assert status == 200
    assert answer["principal"] == {"id": "mei", "role": "agent", "center": "linden-loft"}
    assert answer["dispositions"] == {"ordered": "Customer ordered"}
    assert "lunch" in answer["not_ready_reasons"]


def test_settings_list_panels_with_addresses_relative_to_the_page() -> None:
    _, answer = ask("settings.json", panels=[("acme", CARD)])

    assert answer["panels"] == [
        {
            "plugin": "acme",
            "slot": "context",
            "tag": "acme-card",
            "module": "../acme/parts/card.js",
            "title": "Orders",
            "titles": {"zh-Hant": "訂單"},
            "topics": ["interaction.*.MessageReceived"],
            "commands": ["SendMessage"],
            "requests": {},
        }
    ]


def test_settings_say_which_requests_of_a_panel_are_about_its_interaction() -> None:
    class About(msgspec.Struct):
        interaction: str

    class Search(msgspec.Struct):
        words: str

    handlers = [
        QueryHandler(name=name, request=request, answer=Search, handle=lambda: None)
        for name, request in (("orders.v1", About), ("search.v1", Search))
    ]
    card = attrs.evolve(CARD, requests=("search.v1", "orders.v1", "elsewhere.v1"))

    _, answer = ask("settings.json", panels=[("acme", each) for each in (card, *handlers)])

    (told,) = answer["panels"]
    assert told["requests"] == {"search.v1": False, "orders.v1": True, "elsewhere.v1": True}


def test_desk_contributes_its_customer_card_as_any_plugin_may() -> None:
    _, card = Desk().register(Context())

    assert isinstance(card, Panel)
    assert (card.slot, card.tag, card.commands) == ("context", "ccsdk-customer-card", ())
    assert (STATIC / card.module).is_file()


def test_own_panels_come_before_those_of_other_plugins() -> None:
    panels = [("acme", CARD), ("desk", attrs.evolve(CARD, tag="desk-card"))]

    _, answer = ask("settings.json", panels=panels)

    assert [panel["tag"] for panel in answer["panels"]] == ["desk-card", "acme-card"]


def test_settings_hold_the_canned_replies() -> None:
    thanks = Reply(title="Thanks", text="Thank you, {customer}.", language="en")

    _, answer = ask("settings.json", config=DeskSettings(replies={"thanks": thanks}))

    assert answer["replies"] == {
        "thanks": {"title": "Thanks", "text": "Thank you, {customer}.", "language": "en"}
    }


def test_settings_list_no_panel_where_no_plugin_contributes_one() -> None:
    _, answer = ask("settings.json")

    assert answer["panels"] == []


def test_choices_keep_the_order_of_the_settings() -> None:
    names = ["zebra", "ant", "mole"]

    _, answer = ask("settings.json", config=DeskSettings(dispositions={n: n for n in names}))

    assert list(answer["dispositions"]) == names


@pytest.mark.parametrize(
    ("path", "method"), [("else.json", "GET"), ("settings.json", "POST"), ("", "DELETE")]
)
def test_everything_else_is_not_found(path: str, method: str) -> None:
    status, answer = ask(path, method=method)

    assert (status, answer) == (404, {"code": "not_found"})


def test_head_has_no_body() -> None:
    assert ask("settings.json", method="HEAD") == (200, None)


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ('disposition = { solved = "Solved" }', "plugins.desk.disposition"),
        ('dispositions = { "not a code" = "Words" }', "plugins.desk.dispositions"),
        ("dispositions = { solved = 3 }", "plugins.desk.dispositions.solved"),
        ('replies = { hi = "Hello" }', "plugins.desk.replies.hi"),
        ('replies = { hi = { title = "Hi" } }', "plugins.desk.replies.hi.text"),
        ('replies = { hi = { title = "Hi", text = "" } }', "plugins.desk.replies.hi.text"),
        ('replies = { hi = { title = "Hi", txt = "Hello" } }', "plugins.desk.replies.hi.txt"),
    ],
)
def test_wrong_setting_is_refused_by_its_path(tmp_path: Path, lines: str, path: str) -> None:
    settings = tmp_path / "center.toml"
    settings.write_text(f"[plugins.desk]\n{lines}\n")

    checked = subprocess.run(
        [sys.executable, "-m", "ccsdk.cli", "check", str(settings), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
    )

    assert checked.returncode != 0
    assert path in checked.stderr


def test_manifest_imports_no_implementation_store_or_event_loop() -> None:
    code = "import sys, ccsdk_desk; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()

    assert {"asyncio", "sqlite3", "ccsdk_desk.implementation", "uvicorn"}.isdisjoint(loaded)
