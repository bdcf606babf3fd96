"""Files both ways through a real server: uploaded, sent, seen, downloaded, and still there."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs
import pytest
from PIL import Image

from ccsdk.center.center import ContactCenter
from ccsdk.client import BusClient
from ccsdk.errors import UnknownEntityError
from tests.integration.serving import Served, eventually, serving
from tests.integration.shop import CHAT, SHOP_PAGE, TABLES, agent, visitor
from tests.unit.server.media_samples import image

WITHIN_S = 10.0
EXIF_CANARY = "51.5007N"


@attrs.frozen
class Answer:
    """Hold what the server answered to one request."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@asynccontextmanager
async def open_shop(data: Path) -> AsyncIterator[Served]:
    """Serve the shop with its log and files in a folder."""
    async with serving(ContactCenter(TABLES, plugins=[CHAT], data=data)) as here:
        yield here


async def ask(here: Served, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """Ask over HTTP as any program would."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}

    def work() -> Answer:
        connection = HTTPConnection(here.host, here.port, timeout=WITHIN_S)
        try:
            connection.request(method, path, body or None, given)
            answer: HTTPResponse = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    return await asyncio.to_thread(work)


async def upload(here: Served, body: bytes, name: str, **headers: str) -> str:
    answer = await ask(here, "POST", "/files", body, x_file_name=quote(name, safe=""), **headers)
    assert answer.status == 201, answer.body
    return str(answer.json()["file"])


async def connected(here: Served) -> tuple[BusClient, BusClient, str]:
    """Return a visitor and a ready agent, connected, and the visitor's token."""
    anna, issued = await visitor(here)
    mei = await agent(here, "mei")
    await anna.connect()
    await mei.connect()
    await mei.command("LogIn", {})
    await mei.command("SetReady", {})
    return anna, mei, issued.token


async def answered(here: Served, mei: BusClient) -> str:
    """Let the agent take the one offer; return its Interaction."""
    offers: list[Any] = []

    async def look() -> None:
        async for entry in here.center.entries():
            if type(entry.event).__name__ == "OfferMade" and entry.event.agent == "mei":
                offers.append(entry.event)

    async with asyncio.timeout(WITHIN_S):
        while not offers:
            await look()
    receipt = await mei.command("AcceptOffer", {"offer": offers[-1].offer})
    interaction = str(receipt.ok["interaction"])
    await mei.command("ConfirmConnected", {"interaction": interaction})
    return interaction


def photo() -> bytes:
    """Return a JPEG that says where it was taken."""
    tags = Image.Exif()
    tags[0x010E] = EXIF_CANARY
    tags[0x0112] = 6
    body = BytesIO()
    Image.open(BytesIO(image("PNG", (2_000, 1_000)))).save(body, "JPEG", exif=tags)
    return body.getvalue()


def of_page(token: str) -> dict[str, str]:
    """Return the headers of a page of the shop that bears a visitor's token."""
    return {"authorization": f"Bearer {token}", "origin": SHOP_PAGE}


async def require_photo(here: Served, place: str, name: str, **headers: str) -> None:
    """See the photo's preview as the page shows it, and save the photo itself."""
    preview = await ask(here, "GET", f"{place}/preview", **headers)
    whole = await ask(here, "GET", place, **headers)
    picture = Image.open(BytesIO(preview.body))
    assert (picture.format, picture.size) == ("WEBP", (512, 1_024))
    assert EXIF_CANARY.encode() not in preview.body
    assert (whole.status, whole.body) == (200, photo())
    assert whole.headers["content-disposition"].startswith(f'attachment; filename="{name}"')


async def require_nobody_else(here: Served, file: str, places: list[str]) -> None:
    """Try as another visitor, another agent and a supervisor, by each door."""
    stranger, issued = await visitor(here)
    async with stranger:
        with pytest.raises(UnknownEntityError):
            await stranger.command("ReceiveInteraction", {"files": [file]})
    for place in places:
        answers = [
            await ask(here, "GET", place, **of_page(issued.token)),
            await ask(here, "GET", place, cookie=await here.sign_in("tom")),
            await ask(here, "GET", place, cookie=await here.sign_in("ana")),
        ]
        assert [answer.status for answer in answers] == [404] * 3


@pytest.mark.integration
def test_files_go_both_ways_and_survive_a_restart(tmp_path: Path) -> None:
    async def scene() -> None:
        async with open_shop(tmp_path / "data") as here:
            anna, mei, token = await connected(here)
            cookie = await here.sign_in("mei")
            sent = await upload(here, photo(), "broken leg.jpeg", **of_page(token))
            await anna.command("ReceiveInteraction", {"files": [sent]}, personal={"text": "look"})
            interaction = await answered(here, mei)
            place = f"/files/{interaction}/{sent}"
            await require_photo(here, place, "broken leg.jpeg", cookie=cookie)

            # And back.
            pdf = b"%PDF-1.7 how to mend it"
            file = await upload(here, pdf, "mend.pdf", cookie=cookie, origin=here.origin)
            await mei.command("SendMessage", {"interaction": interaction, "files": [file]})
            back = f"/files/{interaction}/{file}"
            fetched = await ask(here, "GET", back, **of_page(token))
            assert (fetched.status, fetched.body) == (200, pdf)
            assert fetched.headers["access-control-allow-origin"] == SHOP_PAGE

            await require_nobody_else(here, sent, [place, f"{place}/preview", back])
            await anna.close()
            await mei.close()

        suffixes = sorted(path.suffix for path in (tmp_path / "data" / "files").iterdir())
        assert suffixes == ["", "", ".json", ".json", ".webp"]
        async with open_shop(tmp_path / "data") as here:
            again = await ask(here, "GET", place, **of_page(token))
            assert (again.status, again.body) == (200, photo())

    asyncio.run(scene())


@pytest.mark.integration
def test_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    async def scene() -> None:
        async with open_shop(tmp_path / "data") as here:
            token = await here.token()
            head = (
                f"POST /files HTTP/1.1\r\nhost: {here.host}:{here.port}\r\n"
                f"authorization: Bearer {token}\r\ncontent-length: 5000000\r\n\r\n"
            )
            folder = tmp_path / "data" / "files"
            with socket.create_connection((here.host, here.port)) as raw:
                await asyncio.to_thread(raw.sendall, head.encode() + b"a" * 1_000_000)
                await eventually(lambda: folder.exists() and list(folder.iterdir()))
                names = [path.name[:4] for path in folder.iterdir()]

            await eventually(lambda: not list(folder.iterdir()))

            assert names == ["tmp_"]
            assert list(here.center.files.store.unsent()) == []

    asyncio.run(scene())


@pytest.mark.integration
@pytest.mark.parametrize("is_chunked", [False, True])
def test_upload_over_the_limit_is_refused_and_leaves_nothing(
    tmp_path: Path, is_chunked: bool
) -> None:
    tables = {**TABLES, "files": {"bytes_max": 200_000}}

    async def scene() -> None:
        center = ContactCenter(tables, plugins=[CHAT], data=tmp_path / "data")
        async with serving(center) as here:
            head = {"authorization": f"Bearer {await here.token()}"}
            chunk = b"186a0\r\n" + b"a" * 100_000 + b"\r\n"
            chunked = {**head, "transfer-encoding": "chunked"}
            if is_chunked:
                answer = await ask(here, "POST", "/files", chunk * 3 + b"0\r\n\r\n", **chunked)
            else:
                answer = await ask(here, "POST", "/files", b"a" * 200_001, **head)
            fitting = await ask(here, "POST", "/files", chunk * 2 + b"0\r\n\r\n", **chunked)

            assert (answer.status, answer.json()["code"]) == (413, "too_large")
            assert fitting.status == 201
            assert len(here.center.files.store.unsent()) == 1

    asyncio.run(scene())
