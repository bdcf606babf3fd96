"""A center whose settings are as hostile as its customers, and customers without a page."""

from __future__ import annotations

import contextlib
import json
import urllib.request
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import CenterServer
from tests.browser.hostile import ADDRESSES, CODES, NAMES, STAFF_NAMES, TEXTS
from tests.browser.widget_page import ANSWER_S

__all__ = ["QUEUES", "Visitor", "customers", "hostile_center", "visiting"]

QUEUES = {
    "sales": "</h3><script>pwned('queue')</script>\u202eselaS",
    "__proto__": "=HYPERLINK(1)" + "W" * 150,
    "constructor": "😀" * 200,
}


def _toml(text: str) -> str:
    """Return a TOML string; a JSON one is, but for the one control character it leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(path: str, values: Iterable[tuple[str, Any]]) -> str:
    rows = (f"{_toml(k)} = {_toml(v) if isinstance(v, str) else json.dumps(v)}" for k, v in values)
    return "\n".join([f"[{path}]", *rows, ""])


def _labels() -> list[tuple[str, str]]:
    given = [name.text[:100] for name in NAMES] + [text.text[:100] for text in TEXTS[:20]]
    return list(zip([*CODES, *(f"code_{n}" for n in range(60))], given, strict=False))


def hostile_settings(origin: str) -> str:
    """Return settings in which every text is hostile, and every free code an odd one."""
    labels = _labels()
    replies = [
        (code, {"title": label, "text": TEXTS[n].text}) for n, (code, label) in enumerate(labels)
    ]
    parts = [
        _table("center", [("name", "hostile"), ("data", "data")]),
        _table("channels.chat", [("weight", 1)]),
        *(
            _table(f"queues.{q}", [("name", name), ("ring", "1 min"), ("connect", "1 min")])
            for q, name in QUEUES.items()
        ),
        *(
            _table(f"agents.{id}", [("name", name), ("queues", list(QUEUES)), ("chats", 64)])
            for id, name in STAFF_NAMES.items()
            if id != "ada"
        ),
        _table("supervisors.ada", [("name", STAFF_NAMES["ada"])]),
        _table(
            "accounts.web", [("channel", "chat"), ("queues", list(QUEUES)), ("origins", [origin])]
        ),
        *(
            _table(f"plugins.desk.{kind}", labels)
            for kind in ("dispositions", "not_ready_reasons", "decline_reasons")
        ),
        *(_table(f"plugins.desk.replies.{code}", reply.items()) for code, reply in replies),
        _table(
            "plugins.chat",
            [
                ("title", "<b onclick=pwned(1)>\u202e" + "W" * 50),
                ("greeting", TEXTS[0].text + "\u202e" + "W" * 800),
                ("frame_origins", [origin]),
            ],
        ),
        _table("plugins.chat.topics", [(q, name[:100]) for q, name in QUEUES.items()]),
    ]
    return "\n".join(parts)


@contextlib.contextmanager
def hostile_center(folder: Path, origin: str, more: str = "") -> Iterator[CenterServer]:
    """Run a center with hostile settings; pages of `origin` may show its chat."""
    settings = folder / "hostile.toml"
    settings.write_text(hostile_settings(origin) + more, encoding="utf-8")
    server = CenterServer(settings=settings, data=folder / "data")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@attrs.define
class Visitor:
    """Be a customer over the bus, without a page."""

    socket: ClientConnection
    interaction: str = ""

    def command(self, name: str, data: dict[str, Any], personal: dict[str, Any]) -> dict[str, Any]:
        """Send a command and return its answer, accepted or not."""
        key = str(uuid.uuid4())
        frame = {"op": "cmd", "id": key, "key": key, "type": f"ccsdk.{name}.v1", "data": data}
        self.socket.send(json.dumps({**frame, "personal": personal}))
        while True:
            answer: dict[str, Any] = json.loads(self.socket.recv(timeout=ANSWER_S))
            if answer["op"] == "res" and answer["id"] == key:
                return answer

    def come(self, text: str, *, queue: str = "sales", **personal: str) -> None:
        """Open a chat with its first message."""
        answer = self.command("ReceiveInteraction", {"queue": queue}, {"text": text, **personal})
        self.interaction = answer["ok"]["interaction"]

    def say(self, text: str) -> dict[str, Any]:
        """Write another message."""
        return self.command("ReceiveMessage", {"interaction": self.interaction}, {"text": text})


@contextlib.contextmanager
def visiting(center: CenterServer, **more: str) -> Iterator[Visitor]:
    """Let a new customer come to a center's chat; `more` goes to the visitors' door."""
    asked = urllib.request.Request(
        f"{center.url}/visitor",
        data=json.dumps({"account": "web", **more}).encode(),
        headers={"origin": center.url, "content-type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=ANSWER_S) as answer:
        token = json.load(answer)["token"]
    url = center.url.replace("http", "ws", 1) + "/bus"
    headers = {"Authorization": f"Bearer {token}"}
    options = {"additional_headers": headers, "close_timeout": 1}
    with connect(url, subprotocols=["ccsdk.v1"], **options) as socket:
        client = {"kind": "test", "name": "test", "version": "1"}
        socket.send(json.dumps({"op": "hello", "v": [1], "session": "se_v", "client": client}))
        socket.recv(timeout=ANSWER_S)
        yield Visitor(socket)


def customers(center: CenterServer, stack: contextlib.ExitStack) -> list[Visitor]:
    """Let one customer come for each hostile name, and share the hostile texts among them."""
    came = []
    for n, name in enumerate(NAMES):
        visitor = stack.enter_context(visiting(center))
        texts = [case.text for case in TEXTS[n :: len(NAMES)]]
        queue = list(QUEUES)[n % len(QUEUES)]
        address = ADDRESSES[n % len(ADDRESSES)].text
        visitor.come(texts[0], queue=queue, name=name.text, address=address)
        for text in texts[1:]:
            visitor.say(text)
        came.append(visitor)
    return came
