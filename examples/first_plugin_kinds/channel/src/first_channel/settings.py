"""What a center file may say of this plugin."""

from __future__ import annotations

import attrs

from ccsdk.hooks import Secret

__all__ = ["FirstChannelSettings"]


@attrs.frozen(kw_only=True)
class FirstChannelSettings:
    """Say which gateway sends and delivers, and for which account.

    `url` takes what we send; `token` proves to the gateway who we are, and `secret` proves to us
    that it is the gateway who delivers. `account` is the one of the center file whose number it is.
    """

    url: str
    token: Secret
    secret: Secret
    account: str = "sms"
