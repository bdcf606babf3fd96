from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from ccsdk.hooks.contributions import Routes
from ccsdk.model.principal import Role
from ccsdk.server.asgi import Application
from ccsdk.server.tokens import issue_link
from tests.unit.server.fake_center import Browser, FakeCenter

HTML = ("accept", "text/html")


@pytest.fixture
def center(tmp_path: Path) -> FakeCenter:
    folder = tmp_path / "static"
    (folder / "parts").mkdir(parents=True)
    (folder / "index.html").write_text("<p>desk</p>")
    (folder / "desk.js").write_text("export const a = 1;")
    (folder / "parts" / "a.css").write_text("p {}")
    (folder / ".hidden").write_text("no")
    (tmp_path / "secret.txt").write_text("no")
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    made = FakeCenter()
    made.routes["desk"] = Routes(static=folder, headers={"Content-Security-Policy": "x"})
    return made


def ask(center: FakeCenter, path: str, *headers: tuple[str, str], root: str = "") -> Any:
    return asyncio.run(Browser(Application(center), root=root).get(path, *headers))


@pytest.mark.parametrize("root", ["", "/x"])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/plugins/desk/", "text/html; charset=utf-8"),
        ("/plugins/desk/index.html", "text/html; charset=utf-8"),
        ("/plugins/desk/desk.js", "text/javascript; charset=utf-8"),
        ("/plugins/desk/parts/a.css", "text/css; charset=utf-8"),
        ("/plugins/desk/ccsdk.js", "text/javascript; charset=utf-8"),
    ],
)
def test_files_are_served_with_their_type(
    center: FakeCenter, path: str, kind: str, root: str
) -> None:
    reply = ask(center, path, root=root)

    assert (reply.status, reply.headers["content-type"]) == (200, kind)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == "x"
    assert reply.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "parts/../../secret.txt",
        "..\\secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        ".hidden",
        "way-out.txt",
        "desk.js\0.css",
        "parts",
        "parts/",
        "parts/ccsdk.js",
        "a" * 300,
        "none.js",
        "__init__.py",
    ],
)
def test_nothing_else_is_reachable(center: FakeCenter, path: str) -> None:
    assert ask(center, f"/plugins/desk/{path}").status == 404


def test_copy_that_is_still_good_is_not_sent_again(center: FakeCenter) -> None:
    first = ask(center, "/plugins/desk/desk.js")

    again = ask(center, "/plugins/desk/desk.js", ("if-none-match", first.headers["etag"]))

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_folder_without_its_slash_leads_to_the_folder(center: FakeCenter) -> None:
    reply = ask(center, "/plugins/desk", root="/x")

    assert (reply.status, reply.headers["location"]) == (308, "/x/plugins/desk/")


def test_files_are_shared_with_other_origins_only_where_that_is_declared(
    center: FakeCenter,
) -> None:
    desk = center.routes["desk"]
    center.routes["chat"] = Routes(static=desk.static, cors=True)

    shared = ask(center, "/plugins/chat/desk.js").headers
    kept = ask(center, "/plugins/desk/desk.js").headers

    assert shared["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in kept


def test_files_are_read_only(center: FakeCenter) -> None:
    reply = asyncio.run(Browser(Application(center)).post("/plugins/desk/desk.js", {}))

    assert reply.status == 405


def test_place_with_a_session_shows_its_files_to_staff_only(center: FakeCenter) -> None:
    async def scene() -> None:
        center.routes["desk"] = Routes(static=center.routes["desk"].static, audience="session")
        browser = Browser(Application(center))

        stranger = await browser.get("/plugins/desk/desk.js")
        visitor = await browser.get("/plugins/desk/", HTML)
        await browser.post("/auth/link", {"token": await issue_link(center, "mei")})
        staff = await browser.get("/plugins/desk/desk.js")

        assert (stranger.status, stranger.json()["code"]) == (401, "unauthorized")
        assert (visitor.status, b"<html" in visitor.body) == (401, True)
        assert staff.status == 200

    asyncio.run(scene())


def test_app_gets_what_is_no_file_below_its_own_root(center: FakeCenter) -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b"app"})

    async def scene() -> None:
        center.routes["desk"] = Routes(app=app, audience="session")
        browser = Browser(Application(center), root="/x")
        await browser.post("/auth/link", {"token": await issue_link(center, "mei")})

        reply = await browser.get("/plugins/desk/hook")

        assert (reply.status, reply.body) == (202, b"app")
        assert seen[0]["root_path"] == "/x/plugins/desk"
        assert seen[0]["path"] == "/x/plugins/desk/hook"
        assert seen[0]["state"]["principal"].role is Role.AGENT

    asyncio.run(scene())


def test_foreign_page_changes_nothing_with_a_session(center: FakeCenter) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("a foreign page got through")

    async def scene() -> None:
        center.routes["desk"] = Routes(app=app, audience="session")
        browser = Browser(Application(center))
        await browser.post("/auth/link", {"token": await issue_link(center, "mei")})
        browser.origin = "http://shop.example:3000"

        reply = await browser.post("/plugins/desk/hook", {})

        assert reply.status == 403

    asyncio.run(scene())


@pytest.fixture
def joined(center: FakeCenter, tmp_path: Path) -> FakeCenter:
    (tmp_path / "static" / "app.js").write_text('import { a } from "./desk.js";\nuse(a);\n')
    routes = Routes(static=tmp_path / "static", headers={"x-own": "1"}, joined=("app.js",))
    center.routes["desk"] = routes
    return center


def test_joined_module_comes_with_what_it_imports(joined: FakeCenter) -> None:
    reply = ask(joined, "/plugins/desk/app.js")
    mapped = ask(joined, "/plugins/desk/app.js.map")

    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["x-own"] == "1"
    assert b"const a = 1;" in reply.body
    assert mapped.headers["content-type"] == "application/json"
    assert b'"desk.js"' in mapped.body


def test_what_it_imports_is_served_alone_too(joined: FakeCenter) -> None:
    assert ask(joined, "/plugins/desk/desk.js").body == b"export const a = 1;"


def test_module_that_cannot_be_joined_is_served_as_it_is(
    joined: FakeCenter, tmp_path: Path
) -> None:
    (tmp_path / "static" / "app.js").write_text("export default 1;\n")

    assert ask(joined, "/plugins/desk/app.js").body == b"export default 1;\n"
    assert ask(joined, "/plugins/desk/app.js.map").status == 404


def test_text_travels_compressed_where_the_reader_takes_it(
    center: FakeCenter, tmp_path: Path
) -> None:
    text = b"p { color: red }\n" * 200
    (tmp_path / "static" / "long.css").write_bytes(text)

    plain = ask(center, "/plugins/desk/long.css")
    packed = ask(center, "/plugins/desk/long.css", ("accept-encoding", "br, gzip;q=0.8"))
    refused = ask(center, "/plugins/desk/long.css", ("accept-encoding", "gzip;q=0"))

    assert gzip.decompress(packed.body) == plain.body == refused.body == text
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
