"""Linden & Loft, open for business: a center, the shop's page, and people who use both.

    python examples/shop/demo.py [--no-agents] [--agents N] [--customers N] [--port P] [--data DIR]

Starts `ccsdk serve` on the shop's center file, serves the shop's page from an address of
its own, as a real shop would, and lets simulated customers and agents talk over the bus.
Ctrl+C ends all of it; what was said stays in the data folder.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from books import Books, books_token, with_books
from people import Shop, run_people
from receiver import served_receiver, webhook_secret
from shop_page import served_page
from signing import KEY_ID, Signer, site_key

HERE = Path(__file__).resolve().parent
CENTER = HERE / "center.toml"
# The page's address, as the center file has it.
SHOP_URL = "http://127.0.0.1:8081"
# In this order; the sales desk stays free for whoever signs in by a link.
SIMULATED = ("amara", "lucia", "tomas", "jonas", "mei")
START_WITHIN_S = 30


def main() -> None:
    """Run the demo until Ctrl+C."""
    wish = arguments()
    # Until the loop looks after it, SIGTERM too unwinds what was started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        run(wish)


def run(wish: argparse.Namespace) -> None:
    """Start everything, let people act, end everything."""
    data = wish.data.resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    page_port = wish.port + 1 if wish.port else 0
    with contextlib.ExitStack() as stack:
        key = site_key(data)
        signer = Signer(key.read_text(encoding="ascii"))
        books = Books(books_token(data).read_text(encoding="ascii"))
        page = stack.enter_context(served_page(HERE / "site", page_port, signer, books))
        secret = webhook_secret(data)
        receiver_port = wish.port + 2 if wish.port else 0
        receiver = stack.enter_context(
            served_receiver(receiver_port, secret.read_text(encoding="ascii"))
        )
        center_file = adapted(page.url, receiver.url, data, key, secret)
        server = stack.enter_context(running_center(center_file, data, wish.port))
        page.center_url = server.url
        agents = SIMULATED[: wish.agents]
        print(announcement(server, page.url, receiver.url, agents, wish.customers), flush=True)
        shop = Shop(
            center_url=server.url,
            page_url=page.url,
            tokens={agent: token(center_file, data, agent) for agent in agents},
            signer=signer,
            customers=wish.customers,
            seed=wish.seed,
            pace=wish.pace,
        )
        asyncio.run(until_stopped(shop, server))


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description="Run the example shop.")
    parser.add_argument("--agents", type=int, default=2, metavar="N", help="simulated agents, 0-5")
    parser.add_argument(
        "--no-agents", dest="agents", action="store_const", const=0, help="be the agent"
    )
    parser.add_argument("--customers", type=int, default=3, metavar="N", help="at the same time")
    parser.add_argument(
        "--port", type=int, default=8080, help="the center's; the page has the next"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=HERE.parents[1] / "data" / "shop"
    )
    parser.add_argument("--seed", type=int, default=7, help="of what the simulated people do")
    parser.add_argument("--pace", type=float, default=1.0, help="0.1: people are 10 times as fast")
    return parser.parse_args()


def adapted(page_url: str, receiver_url: str, data: Path, key: Path, secret: Path) -> Path:
    """Return a copy of the center file that knows this page, the shop's key and its receiver."""
    copy = data / "center.toml"
    hooks = f"""
[egress]
private = ["{receiver_url}", "{page_url}"]

[plugins.webhooks.targets.shop]
url = "{receiver_url}/hooks"
secret = "file:{secret.name}"
topics = ["interaction.*.>"]
personal = ["text"]
"""
    identity = f'[accounts.web.identity.{KEY_ID}]\nalgorithm = "HS256"\nkey = "file:{key.name}"\n'
    text = CENTER.read_text(encoding="utf-8").replace(SHOP_URL, page_url)
    # The copy lies elsewhere, the articles do not.
    text = text.replace('folder = "knowledge"', f"folder = '{HERE / 'knowledge'}'")
    text = with_books(text, page_url, books_token(data))
    copy.write_text(f"{text}\n{identity}{hooks}", encoding="utf-8")
    return copy


def ccsdk(*words: str) -> list[str]:
    """Return a command line of ccsdk in this environment."""
    return [sys.executable, "-m", "ccsdk.cli", *words]


def token(center_file: Path, data: Path, agent: str) -> str:
    """Return a token with which a program acts as an agent."""
    command = ccsdk(
        "token", str(center_file), "--data", str(data), "--role", "agent", "--id", agent
    )
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class Center:
    """Hold the server's process, its address, and the log-in links it printed."""

    def __init__(self, command: list[str], journal: Path, staff: int) -> None:
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.url = ""
        self.links: list[str] = []
        self.problems: list[str] = []
        self.journal = journal
        self._staff = staff
        self._deadline_s = time.monotonic() + START_WITHIN_S
        self._reading = threading.Thread(target=self._read_errors, daemon=True)
        self._reading.start()

    def wait_until_ready(self) -> None:
        """Wait for the server's one line on standard output."""
        assert self.process.stdout is not None
        timer = threading.Timer(START_WITHIN_S, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if not line.startswith("ready "):
            self._reading.join(timeout=5)
            raise SystemExit("\n".join(["The center did not start:", *self.problems]))
        self.url = line.split()[1]
        # They are printed before that line, but on the other stream.
        while len(self.links) < self._staff and time.monotonic() < self._deadline_s:
            time.sleep(0.01)

    def stop(self) -> None:
        """Let the server say goodbye and end."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        with self.journal.open("a", encoding="utf-8") as journal:
            for line in self.process.stderr:
                if line.startswith("log-in "):
                    self.links.append(line.removeprefix("log-in ").strip())
                elif line.startswith("error: "):
                    self.problems.append(line.strip())
                else:
                    journal.write(line)
                    journal.flush()


@contextlib.contextmanager
def running_center(center_file: Path, data: Path, port: int) -> Iterator[Center]:
    """Run `ccsdk serve` while the block runs."""
    command = ccsdk("serve", str(center_file), "--data", str(data), "--port", str(port))
    settings = tomllib.loads(center_file.read_text(encoding="utf-8"))
    staff = len(settings["agents"]) + len(settings["supervisors"])
    server = Center(command, data / "serve.log", staff)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


def announcement(
    server: Center, page_url: str, told_url: str, agents: tuple[str, ...], customers: int
) -> str:
    """Return what the demo prints: a walk of five minutes, then who else is there."""
    links = {line.split(" ", 1)[0]: line for line in server.links}
    mei, ada = (links.pop(staff).rsplit(" ", 1)[1] for staff in ("mei", "ada"))
    return f"""
Linden & Loft is open.

  Shop page, with the chat  {page_url}/
  Agent desk                {server.url}/plugins/desk/
  Wallboard                 {server.url}/plugins/desk/#wallboard
  What the shop is told     {told_url}/   (signed webhooks)

Five minutes. A log-in link works once, within 15 minutes; one browser is one person, so take
a private window for the second.

  1. Be Mei, who sells. Press "Sign in", then "Go ready".
     {mei}
  2. Be a customer: open the shop page, and the chat at its lower right. Ask for advice.
     The offer rings at Mei's desk: Accept. Answer, or type / for a text that is ready. Ask
     whether they deliver to Sylt: an article that says so stands beside the chat.
     Then "End chat", choose how it came out, "Complete".
  3. Be Ada, who supervises. Watch the figures move; press one, and it says what it is made of.
     {ada}
  4. Pull the plug: Ctrl+C here in mid-chat, write on as both, and run the same command again.
     Everything arrives, once.
  5. Speak another language, or turn dark: "Preferences" at the left of the desk, or Ctrl+K.
  6. Be a good customer: "Sign in as Lena" at the foot of the shop page. The shop's books say that
     she is one: she stands three minutes ahead of the others, and Mei sees her orders.
  7. Take it home: the two lines at the foot of the shop page put the chat on yours;
     docs/tutorial/your-own-shop.md has the rest.

Others you may be:

{"".join(f"  {line}{chr(10)}" for line in links.values())}
Simulated customers: {customers}. Simulated agents: {", ".join(agents) or "none"}.
The customers ask for sales, too, and some are good ones; "--no-agents" leaves the agents out.
Ctrl+C ends the demo."""


async def until_stopped(shop: Shop, server: Center) -> None:
    """Let the people act until SIGINT, SIGTERM or the end of the server."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    waiting = loop.run_in_executor(None, server.process.wait)
    acting = asyncio.create_task(run_people(shop))
    stopping = asyncio.create_task(stop.wait())
    ends: list[asyncio.Future[Any]] = [acting, stopping, waiting]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    is_stopped = stop.is_set()
    acting.cancel()
    stopping.cancel()
    await asyncio.gather(acting, return_exceptions=True)
    server.stop()
    await waiting
    if not is_stopped:
        raise SystemExit("\n".join(["The center has ended.", *server.problems]))
    print("\nClosed. What was said is in the data folder; the same command goes on.", flush=True)


if __name__ == "__main__":
    main()
