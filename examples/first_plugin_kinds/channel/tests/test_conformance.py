"""The plugin keeps what a center counts on in every plugin, and in every channel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from ccsdk.testing.conformance.channel import ChannelConformance, Sent
from ccsdk.testing.harness import Stage
from ccsdk.testing.provider import ProviderRequest


class TestConformance(ChannelConformance):
    plugin = "first_channel:plugin"
    in_process = "It serves the gateway's requests, and that is the center's to do."
    account = "sms"
    center: ClassVar[Mapping[str, Any]] = {
        "accounts": {"sms": {"channel": "sms", "queues": ["support"]}}
    }

    def settings_with(self, url: str) -> Mapping[str, Any]:
        """Return the plugin's table for a gateway at this address."""
        self.environment.setenv("SMS_TOKEN", "ours")
        self.environment.setenv("SMS_SECRET", "theirs")
        return {"url": f"{url}/send", "token": "${env:SMS_TOKEN}", "secret": "${env:SMS_SECRET}"}

    async def deliver(self, stage: Stage, *, id: str, sender: str, text: str) -> int:
        """Deliver a message as the gateway does."""
        return await delivered(stage, "theirs", id=id, number=sender, text=text)

    async def forge(self, stage: Stage, *, id: str, sender: str, text: str) -> int:
        """Deliver a message as somebody else would."""
        return await delivered(stage, "guessed", id=id, number=sender, text=text)

    def sent(self, request: ProviderRequest) -> Sent:
        """Read a request of ours as the gateway does."""
        assert request.headers["authorization"] == "Bearer ours"
        told = json.loads(request.body)
        return Sent(id=told["id"], to=told["number"], text=told["text"])


async def delivered(stage: Stage, secret: str, **message: str) -> int:
    answer = await stage.http(
        "POST",
        "/plugins/first-channel/inbound",
        headers={"authorization": f"Bearer {secret}"},
        body=json.dumps(message).encode(),
    )
    return answer.status
