"""One delivery: what is sent, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ccsdk.errors import EgressFailedError, EgressRefusedError
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.egress import EgressAnswer
from ccsdk.hooks.outbox import Outcome, Parcel
from ccsdk_webhooks.message import CONTENT_TYPE
from ccsdk_webhooks.settings import TargetSettings
from ccsdk_webhooks.signature import key_of, signed_headers

__all__ = ["LATER_MS", "TIMEOUT_MS", "deliver"]

TIMEOUT_MS = 15_000
# A target that is off is looked at again, should the settings change.
LATER_MS = 3_600_000


async def deliver(ctx: PluginContext, parcel: Parcel, target: TargetSettings | None) -> Outcome:
    """Send a message to its target, and say what became of it."""
    if target is None or not target.enabled:
        return Outcome.again("the settings have no such target, or it is off", after_ms=LATER_MS)
    body = parcel.payload.encode()
    now_ms = ctx.clock.now_ms()
    secrets = (target.secret, target.former_secret)
    keys = [key_of(each.reveal()) for each in secrets if each is not None]
    headers = {
        **target.headers,
        "content-type": CONTENT_TYPE,
        **signed_headers(keys, id=parcel.id, at_ms=now_ms, body=body),
    }
    if target.authorization is not None:
        headers["authorization"] = target.authorization.reveal()
    try:
        answer = await ctx.egress.request(
            "POST", target.url, headers=headers, content=body, timeout_ms=TIMEOUT_MS
        )
    except EgressFailedError as error:
        return Outcome.again(str(error), is_sent=error.is_sent)
    except EgressRefusedError as error:
        return Outcome.again(str(error))
    return judged(answer, now_ms)


def judged(answer: EgressAnswer, now_ms: int) -> Outcome:
    """Return what an answer means; nothing of its body is looked at.

    Source: Standard Webhooks 1.0: 2xx is success, 410 ends the subscription.
    """
    if answer.is_success:
        return Outcome.done()
    problem = f"it answered {answer.status}"
    if answer.status == 410:
        return Outcome.stop(f"{problem}: it wants nothing more")
    if 300 <= answer.status < 400:
        host = _host(answer.headers.get("location", ""))
        problem += f", a redirect to {host}; redirects are not followed, so change its url"
    return Outcome.again(problem, after_ms=retry_after_ms(answer.headers, now_ms))


def retry_after_ms(headers: Mapping[str, str], now_ms: int) -> int | None:
    """Return how long a server wants to be left alone; None if it does not say.

    Source: RFC 9110, section 10.2.3: seconds, or a date.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return int(text[:9]) * 1_000
    try:
        at = parsedate_to_datetime(text)
        return max(0, int(at.timestamp() * 1_000) - now_ms)
    except (ValueError, OverflowError):
        return None


def _host(location: str) -> str:
    try:
        return repr((urlsplit(location).hostname or "nowhere")[:100])
    except ValueError:
        return "nowhere"
