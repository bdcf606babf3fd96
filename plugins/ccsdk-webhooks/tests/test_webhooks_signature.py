from __future__ import annotations

import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from ccsdk_webhooks.signature import key_of, new_secret, signed_headers

BODY = '{"text":"Grüße, 您好"}'


def signed(*secrets: str, at_ms: int | None = None) -> dict[str, str]:
    now_ms = int(time.time() * 1_000) if at_ms is None else at_ms
    keys = [key_of(secret) for secret in secrets]
    return signed_headers(keys, id="msg_1", at_ms=now_ms, body=BODY.encode())


def test_official_library_believes_the_signature() -> None:
    secret = new_secret()

    Webhook(secret).verify(BODY.encode(), signed(secret))


def test_while_secrets_change_a_receiver_may_know_either() -> None:
    former, new = new_secret(), new_secret()

    headers = signed(new, former)

    for each in (former, new):
        Webhook(each).verify(BODY, headers)
    assert headers["webhook-signature"].count("v1,") == 2


@pytest.mark.parametrize("change", ["body", "id", "time", "secret", "old"])
def test_official_library_refuses_what_was_changed(change: str) -> None:
    secret = new_secret()
    now_s = int(time.time())
    headers = signed(secret, at_ms=(now_s - 600 if change == "old" else now_s) * 1_000)
    if change == "id":
        headers["webhook-id"] = "msg_2"
    if change == "time":
        headers["webhook-timestamp"] = str(now_s + 1)
    body = BODY + " " if change == "body" else BODY

    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret() if change == "secret" else secret).verify(body, headers)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "geheim",
        "whsec_short",
        "whsec_" + "A" * 20,
        "whsec_" + "A" * 200,
        "whsec_é===",
    ],
)
def test_secret_that_is_none_is_refused_without_telling_it(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_ and 24 to 64 bytes") as caught:
        key_of(secret)

    assert not secret.removeprefix("whsec_") or secret.removeprefix("whsec_") not in str(
        caught.value
    )
