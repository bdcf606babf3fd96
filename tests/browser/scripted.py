"""A scripted server for the browser's bus client: no socket, no clock but the test's."""

from __future__ import annotations

from typing import Any

import attrs
from playwright.sync_api import Page

HB_MS = 20_000

# A WebSocket class that notes what is sent; the test plays the server.
FAKE = """
async () => {
  const client = await import("https://client.test/ccsdk.js");
  const sockets = [];
  class FakeSocket {
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, readyState: 0, sent: [], closedWith: null });
      sockets.push(this);
    }
    send(text) { this.sent.push(JSON.parse(text)); }
    close(code) { this.readyState = 3; this.closedWith = code ?? 1005; }
    open() { this.readyState = 1; this.onopen(); }
    say(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
    drop(code) { this.readyState = 3; this.onclose({ code, reason: "" }); }
  }
  const settle = async () => { for (let i = 0; i < 20; i += 1) await null; };
  const outbox = {
    load: () => localStorage.getItem("outbox"),
    save: (text) => localStorage.setItem("outbox", text),
  };
  globalThis.t = { client, sockets, FakeSocket, settle, outbox, seen: [], states: [], answers: {} };
  t.token = async () => "tok";
  t.start = async () => {
    t.bus = new client.Bus({
      url: "wss://client.test/bus", client: { kind: "desk", name: "test", version: "1" },
      token: () => t.token(), session: "se_1", outbox, socket: FakeSocket,
    });
    t.bus.onstate = (state, detail) => t.states.push([state, detail]);
    t.bus.start();
    await settle();
  };
  t.subscribe = (wanted) => {
    t.handle = t.bus.subscribe({
      onEvents: (events, info) => t.seen.push(["events", events.map((e) => e.version), info]),
      onSnapshot: (items, info) => t.seen.push(["snapshot", items, info]),
      onReset: () => t.seen.push(["reset"]),
      onError: (error) => t.seen.push(["error", error.code]),
      ...wanted,
    });
  };
  t.command = (...args) => {
    const key = args[2].key;
    t.bus.command(...args).then(
      (answer) => { t.answers[key] = answer; },
      ({ code, reason, by, at_ms }) => { t.answers[key] = { code, reason, by, at_ms }; },
    );
  };
}
"""


def cursor(number: int) -> str:
    return f"{number:020}"


def at(number: int) -> dict[str, str]:
    return {"epoch": "e1", "cursor": cursor(number)}


def link(prev: int, to: int, *versions: int) -> dict[str, Any]:
    events = [{"version": version} for version in versions]
    return {"op": "ev", "sub": "f_1", "prev": cursor(prev), "cursor": cursor(to), "events": events}


@attrs.define
class Server:
    """Play the server to the page's client."""

    page: Page

    def boot(self) -> None:
        """Load the page anew and start its client."""
        self.page.goto("https://client.test/blank.html")
        self.page.evaluate(FAKE)
        self.page.evaluate("t.start()")

    def run(self, code: str, value: Any = None) -> Any:
        """Run code in the page, let promises settle, and return its value."""
        body = f"async (value) => {{ const result = {code}; await t.settle(); return result; }}"
        return self.page.evaluate(body, value)

    def say(self, *frames: dict[str, Any], socket: int = -1) -> None:
        for frame in frames:
            self.run(f"t.sockets.at({socket}).say(value)", frame)

    def sent(self, op: str | None = None, socket: int = -1) -> list[dict[str, Any]]:
        frames = self.run(f"t.sockets.at({socket}).sent")
        return [frame for frame in frames if op in (None, frame["op"])]

    def welcome(self, **members: Any) -> None:
        """Open the newest socket and answer its hello."""
        self.run("t.sockets.at(-1).open()")
        time = "2027-01-15T08:00:00.000Z"
        frame = {"op": "welcome", "v": 1, "epoch": "e1", "session": "se_1", "time": time}
        limits = {"frame_in": 131072, "subs": 64, "inflight": 32}
        self.say({**frame, "hb_ms": HB_MS, "reconnect_max_ms": 4000, "limits": limits, **members})

    def answer(self, op: str, **members: Any) -> None:
        """Answer the newest request of a kind."""
        request = self.sent(op)[-1]
        self.say({"op": "res", "id": request["id"], **members})

    def follow(self, position: int, state: str = "resumed") -> None:
        self.answer("sub", ok={"sub": "f_1", "state": state, **at(position)})

    def drop(self, code: int) -> None:
        self.run("t.sockets.at(-1).drop(value)", code)

    @property
    def seen(self) -> list[Any]:
        return self.run("t.seen.splice(0)")

    @property
    def state(self) -> str:
        return self.run("t.bus.state")

    @property
    def sockets(self) -> int:
        return self.run("t.sockets.length")
