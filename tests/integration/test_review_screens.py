"""Attacks on what the screens brought: files, mentions, and the doors they came through."""

from __future__ import annotations

import asyncio
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from ccsdk.errors import InvalidRequestError, UnknownEntityError
from tests.integration.security_scene import Scene, run
from tests.integration.serving import WITHIN_S, Served
from tests.integration.shop import SHOP_PAGE, agent, visitor

PNG = b"\x89PNG\r\n\x1a\n"
LEAKS = (b"Traceback", b'File "', b"/site-packages/", b"SELECT ", b"msgspec", b"ccsdk.server")


async def ask(
    here: Served, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Ask over HTTP, without anything a well-behaved client adds."""

    def work() -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(here.host, here.port, timeout=WITHIN_S)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value.encode("latin-1"))
            if body is not None and "content_length" not in headers:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read()
        finally:
            connection.close()

    return await asyncio.to_thread(work)


async def upload(here: Served, token: str, name: str = "a.txt") -> str:
    status, _, body = await ask(
        here,
        "POST",
        "/files",
        b"plain words",
        authorization=f"Bearer {token}",
        origin=SHOP_PAGE,
        x_file_name=quote(name, safe=""),
    )
    assert status == 201, body
    return body.split(b'"file":"', 1)[1].split(b'"', 1)[0].decode()


async def given(here: Served, interaction: str, file: str, **who: str) -> int:
    status, _, _ = await ask(here, "GET", f"/files/{interaction}/{file}", **who)
    return status


def test_a09_file_opens_in_its_own_interaction_and_for_its_readers_of_now_only() -> None:
    async def act(scene: Scene) -> None:
        here, interaction = scene.here, scene.interaction
        client, max_is = await visitor(here)
        other = await scene.enter(client)
        lena = {"authorization": f"Bearer {scene.lena_is.token}", "origin": SHOP_PAGE}
        stranger = {"authorization": f"Bearer {max_is.token}", "origin": SHOP_PAGE}
        mei, eve = (await here.sign_in("mei"), await here.sign_in("eve"))
        file = await upload(here, scene.lena_is.token)
        opened = await other.command("ReceiveInteraction", {}, personal={"text": "Hi"})
        foreign = opened.ok["interaction"]

        unsent = [await given(here, interaction, file, **lena)]
        unsent += [await given(here, interaction, file, cookie=mei)]
        with pytest.raises(UnknownEntityError):
            await other.command("ReceiveMessage", {"interaction": foreign, "files": [file]})
        await scene.lena.command("ReceiveMessage", {"interaction": interaction, "files": [file]})
        elsewhere = [await given(here, foreign, file, **who) for who in (lena, stranger)]
        sent = [await given(here, interaction, file, **lena)]
        sent += [await given(here, interaction, file, cookie=mei)]
        before = await given(here, interaction, file, cookie=eve)
        mention = {"interaction": interaction, "mentions": ["eve"]}
        await scene.mei.command("AddNote", mention, personal={"note": "@eve"})
        as_reader = await given(here, interaction, file, cookie=eve)
        await scene.mei.command("EndInteraction", {"interaction": interaction})

        assert unsent == [404, 404]
        assert elsewhere == [404, 404]
        assert sent == [200, 200]
        assert (before, as_reader) == (404, 200)
        assert await given(here, interaction, file, cookie=mei) == 404

    run(act)


def test_a09_nobody_makes_themselves_a_reader() -> None:
    async def act(scene: Scene) -> None:
        eve = await scene.enter(await agent(scene.here, "eve"))
        mention = {"interaction": scene.interaction, "mentions": ["eve"]}
        for client in (eve, scene.tom):
            with pytest.raises(UnknownEntityError):
                await client.command("AddNote", mention, personal={"note": "me"})
        for method in ("history.v1", "customer.v1"):
            with pytest.raises(UnknownEntityError):
                await eve.request(method, {"interaction": scene.interaction})

    run(act)


@pytest.mark.parametrize("address", ["ann\u202e@moc.elpmaxe", "a b@c.example", "a@b\n", "@@", "a@"])
def test_a27_address_that_turns_round_or_is_none_is_refused(address: str) -> None:
    async def act(scene: Scene) -> None:
        client, _ = await visitor(scene.here)
        other = await scene.enter(client)
        personal = {"text": "Hi", "address": address}
        with pytest.raises(InvalidRequestError, match="address"):
            await other.command("ReceiveInteraction", {}, personal=personal)

    run(act)


@pytest.mark.parametrize(
    "name",
    [
        "a\r\nset-cookie: pwned=1\r\n.txt",
        'a"; filename="b.html',
        "../../../etc/passwd",
        "\u202etxt.exe",
    ],
)
def test_a23_no_name_of_a_file_writes_a_header_or_a_path(name: str) -> None:
    async def act(scene: Scene) -> None:
        file = await upload(scene.here, scene.lena_is.token, name)
        message = {"interaction": scene.interaction, "files": [file]}
        await scene.lena.command("ReceiveMessage", message)
        place = f"/files/{scene.interaction}/{file}"
        cookie = await scene.here.sign_in("mei")
        status, headers, body = await ask(scene.here, "GET", place, cookie=cookie)

        assert (status, body) == (200, b"plain words")
        assert "set-cookie" not in headers
        kind, *parts = headers["content-disposition"].split("; ")
        assert (kind, len(parts)) == ("attachment", 2)
        assert parts[0].endswith('.txt"')
        assert parts[1].endswith(".txt")
        assert not [each for each in ("/", "\\", "%2F", "%5C", "%0D") if each in parts[1]]
        assert headers["content-security-policy"] == "sandbox; default-src 'none'"

    run(act)


ODD_REQUESTS = [
    ("GET", "/files/../../etc/passwd", {}),
    ("GET", "/files/%2e%2e/%2e%2e/etc/passwd", {}),
    ("GET", "/files/in_1/fi_1/preview/../../..", {}),
    ("GET", "/files/" + "a" * 8_000, {}),
    ("GET", "/files/%00/%0d%0aset-cookie:%20x=1", {}),
    ("POST", "/files", {"x_file_name": "%ff%fe"}),
    ("POST", "/files", {"x_file_name": "\xff" * 3}),
    ("POST", "/files", {"content_length": "-1"}),
    ("POST", "/files", {"authorization": "Bearer " + "x" * 4_000}),
    ("POST", "/files", {"authorization": "Basic eA==", "cookie": "a=b"}),
    ("OPTIONS", "/files/x", {"origin": "null"}),
    ("POST", "/visitor", {"content_type": "text/plain", "origin": "null"}),
    ("POST", "/visitor", {"origin": "http://" + "x" * 3_000}),
    ("GET", "/plugins/chat/%2e%2e/%2e%2e/pyproject.toml", {}),
    ("GET", "/plugins/chat/..%5c..%5cpyproject.toml", {}),
    ("GET", "/plugins/chat//etc/passwd", {}),
    ("GET", "/plugins/chat/ccsdk-chat.js.map.map", {}),
    ("GET", "/plugins/chat/\xff\xfe", {}),
    ("GET", "/plugins/<script>alert(1)</script>", {"accept": "text/html"}),
    ("GET", "/auth/link?next=//evil.test", {"accept": "text/html"}),
]


@pytest.mark.parametrize(("method", "path", "headers"), ODD_REQUESTS)
def test_s5_odd_requests_get_plain_refusals(
    method: str, path: str, headers: dict[str, str]
) -> None:
    async def act(scene: Scene) -> None:
        # Where the head alone is refused, a body that is still sent meets a closed door.
        has_body = method == "POST" and "content_length" not in headers
        body = b'{"account": ' if has_body else None
        quoted = quote(path, safe="/%?=&:<>()")
        status, told, said = await ask(scene.here, method, quoted, body, **headers)

        assert 200 <= status < 500
        assert "set-cookie" not in told
        assert [leak for leak in LEAKS if leak in said] == []
        assert status < 300 or b"<script" not in said or "json" in told["content-type"]

    run(act)
