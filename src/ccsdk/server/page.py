"""The pages the core serves: a button that exchanges a one-time link, and plain notices.

The token stands in the address's fragment, which reaches no server, log or referrer; the
page's own script posts it when a person presses the button, so that a mail scanner that
opens the link uses nothing up. The content security policy names that script by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from ccsdk.server.http import Response

__all__ = ["link_page", "notice_page"]

_SCRIPT = """
const {post} = document.body.dataset;
const token = location.pathname === post ? location.hash.slice(1) : "";
const button = document.querySelector("button");
const note = document.querySelector("output");
history.replaceState(null, "", location.pathname);
if (token) button.hidden = false;
// From another site the first request came without its cookie; ours brings it.
else if (document.referrer) location.replace(location.pathname);
else note.textContent = "Open your one-time link, or ask for a new one.";
button.addEventListener("click", async () => {
  button.disabled = true;
  const answer = await fetch(post, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify({token}),
  }).catch(() => null);
  const said = answer && (await answer.json().catch(() => null));
  if (answer && answer.ok) return location.replace(said.next);
  note.textContent = said?.detail ?? "The server did not answer. Try again.";
  button.hidden = Boolean(said);
  button.disabled = false;
});
"""

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 20vh auto; padding: 1rem;
  color: #1c2430; background: #f6f7f9; }
button { font: inherit; padding: .6rem 1.4rem; border: 0; border-radius: .4rem;
  color: #fff; background: #1b5fc1; cursor: pointer; }
button:disabled { background: #767f8c; cursor: default; }
output { display: block; margin-top: 1rem; }
"""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in - {center}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body data-post="{post}">
<main>
<h1>Sign in to {center}</h1>
<p>A one-time link works once, within 15 minutes of being made.</p>
<button type="button" hidden>Sign in</button>
<output role="status"></output>
<noscript><p>This page needs JavaScript to post your link.</p></noscript>
</main>
<script>{script}</script>
</body>
</html>
"""


_NOTICE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
</main>
</body>
</html>
"""


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src {_source(_SCRIPT)}",
        f"style-src {_source(_STYLE)}",
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def link_page(center: str, *, post: str, status: int = 200) -> Response:
    """Return the sign-in page; `post` is the address the token is posted to.

    Source: W3C Content Security Policy Level 3, section 8.3 (hashes).
    """
    text = _PAGE.format(
        center=escape(center), post=escape(post, quote=True), style=_STYLE, script=_SCRIPT
    )
    return _page(text, status)


def notice_page(title: str, text: str, *, status: int) -> Response:
    """Return a page that only says something, for a person in a browser."""
    return _page(_NOTICE.format(title=escape(title), text=escape(text), style=_STYLE), status)


def _page(text: str, status: int) -> Response:
    headers = (
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", _POLICY),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    )
    return Response(status=status, body=text.encode(), headers=headers)
