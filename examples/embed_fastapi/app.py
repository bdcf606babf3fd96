"""A shop's back office with its own sign-in; its contact center is mounted at /x."""

from __future__ import annotations

import os
from html import escape
from urllib.parse import parse_qs

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from staff import COOKIE, OFFICE, SESSIONS, SignedIn, sign_in

from ccsdk import ContactCenter

# What a proxy takes off the front of each path, if one does.
ROOT = os.environ.get("ROOT_PATH", "")

center = ContactCenter(
    {
        "center": {"name": "office"},
        "serve": {"sign_in_url": f"{ROOT}/sign-in"},
        "queues": {"help": {"name": "Customer service"}},
        "agents": {"mei": {"name": "Mei Lin", "queues": ["help"]}},
        "supervisors": {"ada": {"name": "Ada"}},
        "accounts": {"web": {"channel": "chat", "queues": ["help"]}},
        "plugins": {"chat": {}, "desk": {}},
    },
    data=os.environ.get("CENTER_DATA", "data"),
    plugins=[OFFICE],
)
app = FastAPI(title="Back office", lifespan=center.lifespan)
app.add_middleware(SignedIn)
app.mount("/x", center.asgi)

STYLE = "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}"


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    head = f"<meta charset=utf-8><title>{title}</title><style>{STYLE}</style>"
    text = f"<!doctype html><html lang=en>{head}<h1>{title}</h1>{body}</html>"
    return HTMLResponse(text, status, {"cache-control": "no-store"})


@app.get("/")
async def shop() -> Response:
    """Show the shop's front page, with the chat for customers."""
    widget = f"""<script type="module" src="{ROOT}/x/plugins/chat/ccsdk-chat.js"></script>
    <ccsdk-chat account="web"></ccsdk-chat>"""
    return page("Teapots", f'<p>Ask us.</p><a href="{ROOT}/office">For staff</a>{widget}')


@app.get("/office")
async def office(request: Request) -> Response:
    """Show the back office: who is signed in, the way to the desk, and the way out."""
    name = request.scope["office"]["name"]
    if name is None:
        return RedirectResponse(f"{ROOT}/sign-in?next={ROOT}/office", 303)
    body = f"""<p>Hello, {escape(name)}. <a href="{ROOT}/x/plugins/desk/">Open the desk</a>
    <form method="post" action="{ROOT}/sign-out"><button>Sign out</button></form>"""
    return page("Back office", body)


@app.get("/sign-in")
async def ask_who(next: str = "") -> Response:
    return sign_in_page(next)


def sign_in_page(next_: str, problem: str = "") -> Response:
    body = f"""<p role="alert">{problem}</p><form method="post">
    <input type="hidden" name="next" value="{escape(next_, quote=True)}">
    <label>Name <input name="name" autocomplete="username" required></label>
    <label>Password <input name="password" type="password" required
    autocomplete="current-password"></label>
    <button>Sign in</button></form>"""
    return page("Sign in", body, 403 if problem else 200)


@app.post("/sign-in")
async def let_in(request: Request) -> Response:
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
    token = sign_in(form.get("name", ""), form.get("password", ""))
    if token is None:
        return sign_in_page(form.get("next", ""), "Name and password do not match.")
    # Only a path of ours: `//evil.example` would be another site.
    there = form.get("next", "")
    is_ours = there.startswith("/") and not there.startswith(("//", "/\\"))
    answer = RedirectResponse(there if is_ours else f"{ROOT}/office", 303)
    is_secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=is_secure)
    return answer


@app.post("/sign-out")
async def let_out(request: Request) -> Response:
    """End our session, and with it the desk wherever it is open."""
    known = request.scope["office"]
    SESSIONS.pop(known["token"], None)
    if known["name"]:
        await center.end_sessions(known["name"])
    answer = RedirectResponse(f"{ROOT}/", 303)
    answer.delete_cookie(COOKIE)
    return answer


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")), root_path=ROOT)
