from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from ccsdk.model.principal import Role
from ccsdk.testing.clock import VirtualClock
from tests.unit.server.fake_center import http_scope
from tests.unit.server.file_scene import EVIL, SHOP, TEXT, FileScene, from_origin
from tests.unit.server.media_samples import image, png_bomb


def test_reader_gets_the_file_as_an_attachment_that_runs_nothing() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent(name="%C3%BCber.png")

        reply = await here.get(f"/files/in_1/{info.file}", await here.machine())

        assert (reply.status, reply.body) == (200, image())
        assert reply.headers == {
            "content-type": "image/png",
            "content-length": str(len(image())),
            "content-disposition": (
                "attachment; filename=\"uber.png\"; filename*=UTF-8''%C3%BCber.png"
            ),
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
            "content-security-policy": "sandbox; default-src 'none'",
            "cross-origin-resource-policy": "same-origin",
        }

    asyncio.run(scene())


def test_text_is_never_a_page() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent(b"hello <b>you</b>", "page.html")

        reply = await here.get(f"/files/in_1/{info.file}", await here.machine())

        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert 'filename="page.html.txt"' in reply.headers["content-disposition"]

    asyncio.run(scene())


def test_large_file_travels_in_parts() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        body = b"many bytes\n" * 40_000
        info = await here.sent(body, "a.txt")
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = http_scope("GET", f"/files/in_1/{info.file}", [await here.machine()])
        await here.application(scope, asyncio.Event().wait, send)

        parts = [message.get("body", b"") for message in sent[1:]]
        assert b"".join(parts) == body
        assert max(map(len, parts)) <= 65_536
        assert [message["more_body"] for message in sent[1:-1]] == [True] * (len(sent) - 2)

    asyncio.run(scene())


def test_preview_is_ours_and_may_be_kept_by_this_reader_only() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent(image("JPEG", (2_000, 100)), "a.jpg")

        reply = await here.get(f"/files/in_1/{info.file}/preview", await here.machine())

        picture = Image.open(BytesIO(reply.body))
        assert (picture.format, picture.size) == ("WEBP", (1_024, 51))
        assert reply.headers["content-type"] == "image/webp"
        assert reply.headers["content-disposition"] == "inline"
        assert reply.headers["cache-control"] == "private, max-age=600"
        assert reply.headers["vary"] == "authorization, cookie"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"] == "sandbox; default-src 'none'"

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("body", "reason"), [(TEXT, "no_image"), (png_bomb(30_000, 30_000), "image_refused")]
)
def test_file_without_a_preview_says_why(body: bytes, reason: str) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent(body)
        path, token = f"/files/in_1/{info.file}", await here.machine()

        preview, whole = await here.get(f"{path}/preview", token), await here.get(path, token)

        assert (preview.status, preview.json()["reason"]) == (404, reason)
        assert (whole.status, whole.body) == (200, body)

    asyncio.run(scene())


def test_nobody_else_gets_anything_and_all_of_it_looks_alike() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()
        unsent = (await here.post(TEXT, await here.machine())).json()["file"]
        here.center.files.readers.add(("tom", "in_2"))
        mei, tom = await here.machine(), await here.machine("tom")
        _, visitor = await here.visitor()
        ana = await here.machine("ana", Role.SUPERVISOR)

        replies = [
            await here.get(f"/files/{path}{tail}", token)
            for tail in ("", "/preview")
            for path, token in (
                (f"in_1/{info.file}", tom),
                (f"in_2/{info.file}", tom),
                (f"in_2/{info.file}", mei),
                (f"in_1/{unsent}", mei),
                (f"in_1/fi_{'0' * 32}", mei),
                (f"in_1/{info.file}", visitor),
                (f"in_1/{info.file}", ana),
            )
        ]

        assert {reply.status for reply in replies} == {404}
        shapes = [{**reply.json(), "ref": ""} for reply in replies]
        assert all(shape == shapes[0] for shape in shapes)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("origin", "status"), [(None, 200), ("http://shop.example:8080", 200), (SHOP, 403), (EVIL, 403)]
)
def test_cookie_gets_files_for_own_pages_only(origin: str | None, status: int) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()
        headers = [from_origin(origin)] if origin else []

        reply = await here.get(f"/files/in_1/{info.file}", await here.cookie(), *headers)

        assert reply.status == status
        # A cookie opens nothing to a foreign page, and no answer is shared with credentials.
        assert "access-control-allow-credentials" not in reply.headers

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("account", "origin", "status"),
    [("web", SHOP, 200), ("web", EVIL, 403), ("app", SHOP, 403), ("app", None, 200)],
)
def test_visitor_gets_files_on_the_pages_of_their_account(
    account: str, origin: str | None, status: int
) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()
        principal, token = await here.visitor(account)
        here.center.files.readers.add((principal.id, "in_1"))
        headers = [from_origin(origin)] if origin else []

        reply = await here.get(f"/files/in_1/{info.file}", token, *headers)

        assert reply.status == status
        shared = reply.headers.get("access-control-allow-origin")
        assert shared == (SHOP if origin == SHOP else None)

    asyncio.run(scene())


def test_without_a_credential_there_is_nothing() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()

        replies = [await here.get(f"/files/in_1/{info.file}{tail}") for tail in ("", "/preview")]

        assert [reply.status for reply in replies] == [401, 401]

    asyncio.run(scene())


@pytest.mark.parametrize(
    "path",
    [
        "/files/",
        "/files/in_1",
        "/files/in_1/",
        "/files/in_1//preview",
        "/files/in_1/{file}/",
        "/files/in_1/{file}/preview/",
        "/files/in_1/{file}/original",
        "/files/in_1/../in_1/{file}",
        "/files/in_1/..\\{file}",
        "/files/in_1/{file}.json",
        "/files/in_1/{file}.new",
        "/files/in_1/{file}\0",
        "/files/in_1/{file}\n",
        "/files/in_1/./{file}",
        "/files/in_1/\u202e{file}",
        "/files/in_1/" + "a" * 97,
        "/filesx",
    ],
)
def test_no_trick_of_a_path_reaches_a_file(path: str) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()

        reply = await here.get(path.format(file=info.file), await here.machine())

        assert (reply.status, reply.json()["code"]) == (404, "not_found")

    asyncio.run(scene())


def test_only_get_is_spoken_and_a_range_is_ignored() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()
        path, token = f"/files/in_1/{info.file}", await here.machine()

        replies = [await here.ask(method, path, token) for method in ("HEAD", "PUT", "DELETE")]
        ranged = await here.get(path, token, ("range", "bytes=0-3"))

        assert [reply.status for reply in replies] == [405] * 3
        assert {reply.headers["allow"] for reply in replies} == {"GET, OPTIONS"}
        assert (ranged.status, ranged.body) == (200, image())
        assert "accept-ranges" not in ranged.headers

    asyncio.run(scene())


def test_file_that_was_erased_is_gone() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        info = await here.sent()
        path, token = f"/files/in_1/{info.file}", await here.machine()
        await here.get(f"{path}/preview", token)

        await here.store.forget(info.file)

        replies = [await here.get(each, token) for each in (path, f"{path}/preview")]
        assert [reply.status for reply in replies] == [404, 404]

    asyncio.run(scene())


def test_reader_who_takes_nothing_is_let_go() -> None:
    async def scene() -> None:
        clock = VirtualClock()
        here = await FileScene(clock).open()
        info = await here.sent()
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)
            if len(sent) > 1:
                await asyncio.Event().wait()

        scope = http_scope("GET", f"/files/in_1/{info.file}", [await here.machine()])
        task = asyncio.create_task(here.application(scope, asyncio.Event().wait, send))
        while len(sent) < 2:
            await asyncio.sleep(0)

        await clock.advance(9_000)
        was_done = task.done()
        await clock.advance(2_000)
        await task

        assert not was_done
        assert [message["type"] for message in sent] == [
            "http.response.start",
            "http.response.body",
        ]

    asyncio.run(scene())
