"""What a center configures of its chat, and what a page is told of it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ccsdk_chat.implementation import content_security_policy, settings_app
from ccsdk_chat.settings import AccountSettings, ChatSettings, FormSettings, Texts, told

CENTER = """
[queues.help]

[accounts.web]
channel = "chat"
queues = ["help"]

"""
SHOP = ChatSettings(
    title="Linden & Loft",
    help_url="https://shop.example/help",
    greeting="Hello!",
    topics={"sales": "Advice"},
    texts={
        "zh-Hant": Texts(
            title="椴樹家居", help_url="https://shop.example/zh", topics={"sales": "選購"}
        )
    },
    form=FormSettings(name="required", email="optional"),
    accounts={
        "web": AccountSettings(greeting="Hello, web!", files=False),
        "help": AccountSettings(
            form=FormSettings(topic="required"), texts={"zh-Hant": Texts(greeting="您好")}
        ),
    },
)


def check(tmp_path: Path, toml: str) -> subprocess.CompletedProcess[str]:
    settings = tmp_path / "center.toml"
    settings.write_text(CENTER + toml, encoding="utf-8")
    command = [sys.executable, "-m", "ccsdk.cli", "check", str(settings), "--data", str(tmp_path)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def ask(settings: ChatSettings, *, path: str = "settings.json", query: str = "") -> tuple[Any, ...]:
    """Return status, headers and body of what the plugin's app answers."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"path": f"/plugins/chat/{path}", "method": "GET", "query_string": query.encode()}
    asyncio.run(settings_app(settings)(scope, receive, send))
    start, body = sent
    return start["status"], dict(start["headers"]), json.loads(body["body"])


def test_everything_that_can_be_set_is_accepted(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        """
        [plugins.chat]
        title = "Ask us"
        greeting = "Hello!"
        files = false
        frame_origins = ["https://shop.example", "http://127.0.0.1:8081"]
        form = {name = "required", email = "optional", topic = "off"}
        help_url = "https://shop.example/help"
        topics = {help = "Help"}
        texts.zh-Hant = {title = "客服", greeting = "您好", topics = {help = "協助"}}
        accounts.web = {title = "Web", form = {topic = "required"}, files = true}
        """,
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("toml", "path"),
    [
        ('[plugins.chat]\ngreting = "Hi"', "plugins.chat.greting"),
        ('[plugins.chat]\ntitle = ""', "plugins.chat.title"),
        ('[plugins.chat.form]\nname = "perhaps"', "plugins.chat.form.name"),
        ('[plugins.chat.texts.fr]\ntitle = "Bonjour"', "plugins.chat.texts.fr"),
        ("[plugins.chat.texts.en]\ngreeting = 3", "plugins.chat.texts.en.greeting"),
        ('[plugins.chat]\nframe_origins = ["https://x/y"]', "plugins.chat.frame_origins"),
        ('[plugins.chat]\nhelp_url = "javascript:alert(1)"', "plugins.chat.help_url"),
        ('[plugins.chat.accounts.web]\nfiles = "no"', "plugins.chat.accounts.web.files"),
    ],
)
def test_mistake_is_named_with_its_path(tmp_path: Path, toml: str, path: str) -> None:
    checked = check(tmp_path, toml)

    assert checked.returncode != 0
    assert path in checked.stderr


def test_account_and_language_win_over_what_is_everybodys() -> None:
    heard = told(SHOP, "help", "zh-Hant")

    assert heard == {
        "title": "椴樹家居",
        "greeting": "您好",
        "help_url": "https://shop.example/zh",
        "topics": {"sales": "選購"},
        "form": {"topic": "required"},
        "files": True,
        "frame_origins": (),
    }


def test_plain_text_of_an_account_wins_over_a_translation_for_everybody() -> None:
    heard = told(SHOP, "web", "zh-Hant")

    assert (heard["title"], heard["greeting"]) == ("椴樹家居", "Hello, web!")
    assert heard["files"] is False
    assert heard["form"] == {"name": "required", "email": "optional"}


def test_settings_are_told_to_pages_of_any_origin() -> None:
    status, headers, value = ask(SHOP, query="account=web&language=en")

    assert status == 200
    assert headers[b"access-control-allow-origin"] == b"*"
    assert value == json.loads(json.dumps(told(SHOP, "web", "en")))


def test_unknown_account_learns_nothing_but_what_is_everybodys() -> None:
    _, _, unknown = ask(SHOP, query="account=nobody")
    _, _, unnamed = ask(SHOP)

    assert unknown == unnamed


def test_nothing_else_is_there() -> None:
    status, _, value = ask(SHOP, path="secrets.json")

    assert (status, value) == (404, {"code": "not_found"})


def test_frame_is_forbidden_to_all_until_origins_are_named() -> None:
    nobody = content_security_policy(())
    two = content_security_policy(("https://a.example", "https://b.example"))

    assert "frame-ancestors 'none';" in nobody
    assert "frame-ancestors https://a.example https://b.example;" in two
