from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from standardwebhooks.webhooks import Webhook

from ccsdk.errors import EgressError, EgressFailedError, EgressRefusedError
from ccsdk.hooks import EgressAnswer, Secret
from ccsdk.hooks.outbox import Fate, Outcome, Parcel
from ccsdk_webhooks.delivery import deliver, judged
from ccsdk_webhooks.settings import TargetSettings
from ccsdk_webhooks.signature import new_secret

SECRET = new_secret()
NOW_MS = 1_767_603_600_000
PARCEL = Parcel(id="msg_1", target="crm", lane="", payload='{"a":"您"}', at_ms=0, attempt=1)


@attrs.define
class Clock:
    at_ms: int = NOW_MS

    def now_ms(self) -> int:
        return self.at_ms


@attrs.define
class Context:
    """Take a request as `ctx.egress`, and answer or fail as it is told."""

    answer: EgressAnswer | EgressError
    clock: Clock = attrs.field(factory=Clock)
    sent: dict[str, Any] = attrs.field(factory=dict)

    @property
    def egress(self) -> Context:
        return self

    async def request(self, method: str, url: str, **given: Any) -> EgressAnswer:
        self.sent = {"method": method, "url": url, **given}
        if isinstance(self.answer, EgressError):
            raise self.answer
        return self.answer


def target(**own: Any) -> TargetSettings:
    return TargetSettings(
        url="https://crm.example/in", secret=Secret(value=SECRET), topics=(">",), **own
    )


def answer(status: int, headers: Mapping[str, str] = {}) -> EgressAnswer:
    return EgressAnswer(status=status, headers=headers, content=b"x")


def told(what: EgressAnswer | EgressError, own: TargetSettings | None) -> tuple[Outcome, Context]:
    ctx = Context(what)
    return asyncio.run(deliver(ctx, PARCEL, own)), ctx  # type: ignore[arg-type]


def test_what_is_sent_is_signed_over_the_very_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    own = target(headers={"X-Shop": "1"}, authorization=Secret(value="Bearer geheim"))

    outcome, ctx = told(answer(204), own)

    sent = ctx.sent
    headers = sent["headers"]
    monkeypatch.setattr(Webhook, "_Webhook__verify_timestamp", _unchecked)
    Webhook(SECRET).verify(sent["content"], headers)
    assert outcome.fate is Fate.DONE
    assert (sent["method"], sent["url"]) == ("POST", "https://crm.example/in")
    assert headers["content-type"] == "application/cloudevents+json"
    assert (headers["X-Shop"], headers["authorization"]) == ("1", "Bearer geheim")
    assert headers["webhook-id"] == "msg_1"
    assert headers["webhook-timestamp"] == str(NOW_MS // 1_000)


def _unchecked(self: Webhook, header: str) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(int(header), tz=UTC)


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.DONE),
        (202, Fate.DONE),
        (301, Fate.AGAIN),
        (400, Fate.AGAIN),
        (410, Fate.STOP),
        (429, Fate.AGAIN),
        (503, Fate.AGAIN),
    ],
)
def test_status_says_what_is_next(status: int, fate: Fate) -> None:
    assert judged(answer(status), NOW_MS).fate is fate


@pytest.mark.parametrize(
    ("text", "after_ms"),
    [
        ("120", 120_000),
        ("Mon, 05 Jan 2026 09:10:00 GMT", 600_000),
        ("Mon, 05 Jan 2026 08:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("9" * 40, 999_999_999_000),
    ],
)
def test_server_may_ask_for_more_time(text: str, after_ms: int | None) -> None:
    assert judged(answer(503, {"retry-after": text}), NOW_MS).after_ms == after_ms


def test_redirect_is_named_and_not_followed() -> None:
    problem = judged(answer(302, {"location": "http://10.0.0.1/\u202e"}), NOW_MS).problem

    assert "302, a redirect to '10.0.0.1'" in problem


@pytest.mark.parametrize(
    ("error", "is_sent"),
    [
        (EgressFailedError(host="crm.example", problem="late", is_sent=True), True),
        (EgressFailedError(host="crm.example", problem="away", is_sent=False), False),
        (EgressRefusedError(host="crm.example", problem="10.0.0.7 is not public"), False),
    ],
)
def test_what_fails_is_tried_again_and_says_why(error: EgressError, is_sent: bool) -> None:
    outcome, _ = told(error, target())

    assert (outcome.fate, outcome.is_sent) == (Fate.AGAIN, is_sent)
    assert outcome.problem == str(error)


@pytest.mark.parametrize("own", [None, target(enabled=False)])
def test_target_that_is_off_or_gone_is_asked_for_later(own: TargetSettings | None) -> None:
    outcome, ctx = told(answer(200), own)

    assert outcome.after_ms == 3_600_000
    assert ctx.sent == {}
