from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from ccsdk.errors import OverloadedError
from ccsdk.model.principal import Role
from ccsdk.server import quota
from ccsdk.server.quota import UNSENT_BYTES_MAX, UNSENT_FILES_MAX, UPLOADS_MAX
from ccsdk.testing.clock import VirtualClock
from ccsdk.testing.conformance.file_store import body_of
from tests.unit.server.file_scene import EVIL, SHOP, TEXT, FileScene, Upload, from_origin
from tests.unit.server.media_samples import image


def test_visitor_uploads_and_is_told_what_it_is() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        principal, token = await here.visitor()

        reply = await here.post(image(), token, from_origin(SHOP), ("x-file-name", "m%C3%BC.svg"))

        told = reply.json()
        info = here.store.find(told["file"])
        assert reply.status == 201
        assert info is not None
        assert told == {
            "file": info.file,
            "name": "mü.svg.png",
            "media": "image/png",
            "bytes": len(image()),
        }
        assert (info.principal, info.at_ms) == (principal.customer, here.center.clock.now_ms())
        assert await body_of(here.store, info.file) == image()
        assert reply.headers["access-control-allow-origin"] == SHOP
        assert "access-control-allow-credentials" not in reply.headers

    asyncio.run(scene())


@pytest.mark.parametrize("is_own", [True, False])
def test_agent_uploads_from_the_own_origin_only(is_own: bool) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        origin = from_origin() if is_own else from_origin(SHOP)

        reply = await here.post(TEXT, await here.cookie(), origin)

        assert reply.status == (201 if is_own else 403)
        assert len(here.store.unsent()) == is_own

    asyncio.run(scene())


def test_cookie_without_an_origin_changes_nothing() -> None:
    async def scene() -> None:
        here = await FileScene().open()

        reply = await here.post(TEXT, await here.cookie())

        assert (reply.status, list(here.store.unsent())) == (403, [])

    asyncio.run(scene())


def test_nobody_uploads_without_a_credential_or_by_another_accounts_page() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        _, token = await here.visitor("app")
        cookie = await here.cookie()

        replies = [
            await here.post(TEXT, from_origin()),
            await here.post(TEXT, ("authorization", "Bearer x"), from_origin()),
            await here.post(TEXT, token, from_origin(SHOP)),
            await here.post(TEXT, token, from_origin(EVIL)),
            await here.post(TEXT, token, from_origin("null")),
            await here.post(TEXT, token, cookie, from_origin()),
        ]

        assert [reply.status for reply in replies] == [401, 401, 403, 403, 403, 401]
        assert list(here.store.unsent()) == []

    asyncio.run(scene())


def test_supervisor_uploads_as_any_staff_and_nobody_reads_it_until_it_is_sent() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        ana = await here.machine("ana", Role.SUPERVISOR)

        taken = await here.post(TEXT, ana)
        refused = await here.post(b"<html><script>alert(1)</script>", ana)

        file = taken.json()["file"]
        here.center.files.readers.add(("mei", "in_1"))
        reads = [await here.get(f"/files/in_1/{file}", who) for who in (ana, await here.machine())]
        info = here.store.find(file)
        assert info is not None
        assert (taken.status, info.principal, info.interactions) == (201, "ana", ())
        assert (refused.status, refused.json()["reason"]) == (400, "file_type")
        assert [read.status for read in reads] == [404, 404]

    asyncio.run(scene())


def test_supervisor_who_takes_part_in_nothing_keeps_no_more_than_their_share() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        ana = await here.machine("ana", Role.SUPERVISOR)

        statuses = [(await here.post(TEXT, ana)).status for _ in range(UNSENT_FILES_MAX + 1)]

        assert statuses == [201] * UNSENT_FILES_MAX + [429]
        assert len(here.store.unsent()) == UNSENT_FILES_MAX

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("body", "name", "reason"),
    [
        (b"", "a.txt", "file_empty"),
        (b"<html><script>alert(1)</script>", "a.png", "file_type"),
        (b"<svg onload='x()'/>", "a.svg", "file_type"),
        (b"MZ\x90\x00", "a.txt", "file_type"),
        (b"hello", "%ff", "file_name"),
    ],
)
def test_refused_file_has_a_reason_and_leaves_nothing(body: bytes, name: str, reason: str) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        _, token = await here.visitor()

        reply = await here.post(body, token, from_origin(SHOP), ("x-file-name", name))

        told = reply.json()
        assert (reply.status, told["code"], told["reason"]) == (400, "bad_request", reason)
        assert reply.headers["access-control-allow-origin"] == SHOP
        assert list(here.store.unsent()) == []

    asyncio.run(scene())


def test_kind_that_the_settings_leave_out_is_refused() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        here.center.files.accept = frozenset({"image/png"})

        replies = [await here.post(body, await here.machine()) for body in (TEXT, image())]

        assert [reply.status for reply in replies] == [400, 201]

    asyncio.run(scene())


@pytest.mark.parametrize("is_declared", [True, False])
@pytest.mark.parametrize(("over", "status"), [(0, 201), (1, 413)])
def test_one_byte_over_the_limit_is_too_large(over: int, status: int, is_declared: bool) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        here.center.files.bytes_max = 2_000

        reply = await here.post(b"a" * (2_000 + over), await here.machine(), length=is_declared)

        assert reply.status == status
        assert len(here.store.unsent()) == 1 - over
        if over:
            assert reply.json()["code"] == "too_large"

    asyncio.run(scene())


def test_declared_length_over_the_limit_is_refused_unread() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        upload = Upload(here, await here.machine(), ("content-length", "1000001"))

        assert await upload.status() == 413
        assert upload.parts.empty()

    asyncio.run(scene())


@pytest.mark.parametrize("length", ["-1", "1e3", "", "\xb2", "9" * 17])
def test_length_that_is_none_is_refused(length: str) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        upload = Upload(here, await here.machine(), ("content-length", length))
        upload.disconnect()

        assert await upload.status() == 400

    asyncio.run(scene())


def test_upload_that_ends_in_the_middle_leaves_nothing() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        upload = Upload(here, await here.machine(), ("content-length", "10"))
        await upload.part(b"hello")

        upload.disconnect()

        assert await upload.status() == 400
        assert list(here.store.unsent()) == []
        assert (await here.post(TEXT, await here.machine())).status == 201

    asyncio.run(scene())


def test_slow_upload_is_ended_once_it_falls_behind() -> None:
    async def scene() -> None:
        clock = VirtualClock()
        here = await FileScene(clock).open()
        upload = Upload(here, await here.machine())
        await upload.part(b"a" * 2_000)

        await clock.advance(11_999)
        was_done = upload.task.done()
        await clock.advance(2)
        await upload.settled()

        assert (was_done, await upload.status()) == (False, 408)
        assert list(here.store.unsent()) == []

    asyncio.run(scene())


def test_upload_that_keeps_the_pace_may_take_its_time() -> None:
    async def scene() -> None:
        clock = VirtualClock()
        here = await FileScene(clock).open()
        upload = Upload(here, await here.machine())
        for _ in range(60):
            await upload.part(b"a" * 2_000)
            await clock.advance(2_000)
        await upload.part(b"", more=False)

        assert await upload.status() == 201

    asyncio.run(scene())


def test_few_uploads_of_one_principal_run_at_a_time() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        token, other = await here.machine(), await here.machine("tom")
        small = ("content-length", "5")
        running = [Upload(here, token, small) for _ in range(UPLOADS_MAX)]
        await running[0].settled()

        refused = await here.post(TEXT, token)
        others = await here.post(TEXT, other)
        for upload in running:
            await upload.part(TEXT, more=False)

        assert (refused.status, refused.json()["code"]) == (429, "rate_limited")
        assert others.status == 201
        assert [await upload.status() for upload in running] == [201] * UPLOADS_MAX
        assert (await here.post(TEXT, token)).status == 201

    asyncio.run(scene())


def test_unsent_files_of_one_principal_are_few() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        token = await here.machine()
        files = [(await here.post(TEXT, token)).json()["file"] for _ in range(UNSENT_FILES_MAX)]

        refused = await here.post(TEXT, token)
        here.store.keep(files[0], "in_1")
        after = await here.post(TEXT, token)

        assert (refused.status, after.status) == (429, 201)

    asyncio.run(scene())


def test_unsent_bytes_of_one_principal_are_bounded_by_what_they_declare() -> None:
    async def scene() -> None:
        here = await FileScene().open()
        here.center.files.bytes_max = UNSENT_BYTES_MAX
        token = await here.machine()
        await here.post(TEXT, token)
        upload = Upload(here, token, ("content-length", str(UNSENT_BYTES_MAX - 9)))
        await upload.settled()

        refused, fitting = [await here.post(b"a" * size, token) for size in (5, 4)]
        upload.disconnect()
        await upload.task

        assert (refused.status, fitting.status) == (429, 201)

    asyncio.run(scene())


@pytest.mark.parametrize(
    "bound", ["VISITORS_UNSENT_FILES_MAX", "VISITORS_UNSENT_BYTES_MAX", "VISITORS_UPLOADS_MAX"]
)
def test_all_visitors_together_leave_the_staff_their_share(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        monkeypatch.setattr(quota, bound, 1 if bound != "VISITORS_UNSENT_BYTES_MAX" else 9)
        first = Upload(here, (await here.visitor())[1], ("content-length", "5"))
        await first.part(TEXT, more=bound == "VISITORS_UPLOADS_MAX")

        second = await here.post(TEXT, (await here.visitor())[1])
        agent = await here.post(TEXT, await here.machine())
        first.disconnect()
        await first.task

        assert (second.status, second.json()["code"]) == (503, "overloaded")
        assert second.headers["retry-after"]
        assert agent.status == 201

    asyncio.run(scene())


def test_all_uploads_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        monkeypatch.setattr(quota, "ALL_UPLOADS_MAX", 1)
        first = Upload(here, await here.machine())
        await first.settled()

        second = await here.post(TEXT, await here.machine("tom"))
        first.disconnect()
        await first.task

        assert (second.status, second.json()["code"]) == (503, "overloaded")

    asyncio.run(scene())


def test_full_disk_is_told_as_overload(monkeypatch: pytest.MonkeyPatch) -> None:
    async def full() -> Any:
        raise OverloadedError(retry_after_ms=60_000, problem="/srv is full")

    async def scene() -> None:
        here = await FileScene().open()
        monkeypatch.setattr(here.store, "begin", full)

        reply = await here.post(TEXT, await here.machine())

        assert (reply.status, reply.json()["code"]) == (503, "overloaded")
        assert b"/srv" not in reply.body

    asyncio.run(scene())


def test_name_is_nowhere_in_the_log(caplog: pytest.LogCaptureFixture, capsys: Any) -> None:
    async def scene() -> None:
        here = await FileScene().open()
        await here.post(TEXT, await here.machine(), ("x-file-name", "diagnosis-lena.txt"))
        await here.post(b"MZ", await here.machine(), ("x-file-name", "diagnosis-lena.txt"))

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scene())

    told = caplog.text + "".join(capsys.readouterr())
    assert "file.received" in told
    assert "diagnosis" not in told


@pytest.mark.parametrize("path", ["/files", "/files/in_1/fi_1", "/files/in_1/fi_1/preview"])
@pytest.mark.parametrize(("origin", "status"), [(SHOP, 204), (EVIL, 403), ("null", 403)])
def test_preflight_is_answered_to_pages_of_accounts(path: str, origin: str, status: int) -> None:
    async def scene() -> None:
        here = await FileScene().open()

        reply = await here.ask("OPTIONS", path, from_origin(origin))

        assert reply.status == status
        assert ("access-control-allow-origin" in reply.headers) == (status == 204)
        assert "access-control-allow-credentials" not in reply.headers
        if status == 204:
            allowed = reply.headers["access-control-allow-headers"]
            assert allowed == "authorization, content-type, x-file-name"

    asyncio.run(scene())


def test_other_methods_name_the_right_ones() -> None:
    async def scene() -> None:
        here = await FileScene().open()

        replies = [await here.ask(method, "/files") for method in ("GET", "HEAD", "PUT", "DELETE")]

        assert {reply.status for reply in replies} == {405}
        assert {reply.headers["allow"] for reply in replies} == {"POST, OPTIONS"}

    asyncio.run(scene())
