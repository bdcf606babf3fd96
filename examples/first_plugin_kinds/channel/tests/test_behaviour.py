"""What is not a message of the gateway's is refused, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ccsdk.errors import SettingsError
from ccsdk.model.event import InteractionReceived
from first_channel import plugin

ACCOUNT = {"accounts": {"sms": {"channel": "sms", "queues": ["support"]}}}
OURS = {"url": "https://sms.example/send", "token": "${env:TOKEN}", "secret": "${env:SECRET}"}
BEARER = {"authorization": "Bearer theirs"}
MESSAGE = {"id": "m-1", "number": "+886912345678", "text": "Where is my sofa?"}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Any]:
    monkeypatch.setenv("TOKEN", "ours")
    monkeypatch.setenv("SECRET", "theirs")
    return {**ACCOUNT, "plugins": {"first-channel": OURS}}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "inbound", json.dumps(MESSAGE), 204),
        ("GET", "inbound", json.dumps(MESSAGE), 404),
        ("POST", "elsewhere", json.dumps(MESSAGE), 404),
        ("POST", "inbound", "no JSON", 400),
        ("POST", "inbound", json.dumps({**MESSAGE, "id": ""}), 400),
        ("POST", "inbound", json.dumps({**MESSAGE, "number": 7}), 400),
        ("POST", "inbound", json.dumps({**MESSAGE, "text": "x" * 20_000}), 400),
        ("POST", "inbound", json.dumps({**MESSAGE, "text": ""}), 422),
    ],
)
async def test_only_what_the_gateway_delivers_is_received(
    cc_center: Any,
    cc_http: Any,
    cc_log: Any,
    settings: Mapping[str, Any],
    method: str,
    path: str,
    body: str,
    status: int,
) -> None:
    async with cc_center(plugins=[plugin], settings=settings):
        answer = await cc_http(
            method, f"/plugins/first-channel/{path}", headers=BEARER, body=body.encode()
        )

        assert answer.status == status
        assert len(await cc_log(InteractionReceived)) == (1 if status == 204 else 0)


async def test_without_a_secret_no_center_starts(cc_center: Any) -> None:
    without = {"url": "https://sms.example/send"}

    with pytest.raises(SettingsError, match=r"plugins\.first-channel\.secret"):
        async with cc_center(
            plugins=[plugin], settings={**ACCOUNT, "plugins": {"first-channel": without}}
        ):
            raise AssertionError("it opened")
