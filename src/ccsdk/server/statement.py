"""Statements: a site's signed word for who its customer is.

A statement is a JWT. Which algorithm a key has is fixed by the settings, never by the token,
so that a public key is never taken for a shared secret. Time is the center's clock: PyJWT
checks signature, audience and what must be there, we check instants.

Source: RFC 7519; RFC 8725, sections 3.1, 3.8 and 3.9.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Literal

import attrs
import msgspec
import structlog

from ccsdk.hooks.manifest import Secret
from ccsdk.model.policy import ATTRIBUTES_MAX, Attributes

__all__ = ["SigningKey", "Statement", "StatementRefusedError", "key_problem", "read_statement"]

LIFE_MS_MAX = 5 * 60_000
# Two clocks of two machines.
LEEWAY_MS = 60_000
NAME_LENGTH_MAX = 200
ID_LENGTH_MAX = 256
SECRET_BYTES_MIN = 32
_log = structlog.get_logger("ccsdk.server")

_REQUIRED = ("sub", "aud", "exp", "jti")


class StatementRefusedError(Exception):
    """Say by a code, for our own log only, why a statement is not believed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@attrs.frozen(kw_only=True)
class SigningKey:
    """Hold what one key of a site signs with: a shared secret, or its public key as PEM."""

    algorithm: Literal["HS256", "EdDSA"]
    key: Secret


@attrs.frozen(kw_only=True)
class Statement:
    """Say whom a site vouches for, and by which statement; it counts once, until it is over.

    `attributes` are what else it says of them: flags, numbers and codes.
    """

    sub: str = attrs.field(repr=False)
    jti: str
    name: str | None = attrs.field(repr=False)
    over_at_ms: int
    attributes: Mapping[str, bool | int | str] = attrs.field(factory=dict, repr=False)


def key_problem(signing: SigningKey) -> str | None:
    """Return what is wrong with a key before anybody uses it, None if nothing is."""
    value = signing.key.reveal()
    if find_spec("jwt") is None:
        return "needs PyJWT; install ccsdk-core[server]"
    if signing.algorithm == "HS256":
        if "-----BEGIN" in value:
            return "is a PEM key, and HS256 wants a shared secret; did you mean EdDSA?"
        if len(value.encode()) < SECRET_BYTES_MIN:
            return f"is to have at least {SECRET_BYTES_MIN} bytes"
        return None
    if find_spec("cryptography") is None:
        return "needs cryptography; install ccsdk-core[eddsa]"
    return _ed25519_problem(value)


def _ed25519_problem(pem: str) -> str | None:
    from jwt.algorithms import OKPAlgorithm

    try:
        OKPAlgorithm().prepare_key(pem)
        is_fitting = "PUBLIC KEY" in pem
    except Exception:
        # What it raises differs with the key and its version; that it raises says enough.
        is_fitting = False
    return None if is_fitting else "is no public Ed25519 key in PEM"


def read_statement(
    text: str, keys: Mapping[str, SigningKey], *, audience: str, now_ms: int
) -> Statement:
    """Return what a statement says, if one of these keys signed it for us, for now.

    Args:
        text: A JWT in its compact form.
        keys: By their ids, which the token's header names.
        audience: `<center>/<account>`.
        now_ms: By the center's clock.

    Raises:
        StatementRefusedError: It is not to be believed.
    """
    claims = _verified(text, keys, audience)
    over_at_ms = _over_at_ms(claims, now_ms)
    name = claims.get("name")
    if name is not None and not isinstance(name, str):
        raise StatementRefusedError("bad_name")
    return Statement(
        sub=_id(claims, "sub"),
        jti=_id(claims, "jti"),
        name=_clean(name),
        over_at_ms=over_at_ms,
        attributes=_attributes(claims.get("attributes")),
    )


def _verified(text: str, keys: Mapping[str, SigningKey], audience: str) -> dict[str, Any]:
    import jwt

    try:
        header = jwt.get_unverified_header(text)
        kid = header.get("kid")
        signing = keys.get(kid) if isinstance(kid, str) else None
        if signing is None:
            raise StatementRefusedError("unknown_key")
        if "crit" in header:
            raise StatementRefusedError("unknown_header")
        claims: dict[str, Any] = jwt.decode(
            text,
            signing.key.reveal(),
            algorithms=[signing.algorithm],
            audience=audience,
            options={
                "require": list(_REQUIRED),
                "strict_aud": True,
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        return claims
    except jwt.PyJWTError as error:
        raise StatementRefusedError(type(error).__name__) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise StatementRefusedError("malformed") from error


def _over_at_ms(claims: Mapping[str, Any], now_ms: int) -> int:
    """Return until when a statement could come again, if it is of now."""
    exp_ms = _instant_ms(claims, "exp")
    if exp_ms + LEEWAY_MS <= now_ms:
        raise StatementRefusedError("expired")
    if exp_ms > now_ms + LIFE_MS_MAX + LEEWAY_MS:
        raise StatementRefusedError("lives_too_long")
    for name in ("iat", "nbf"):
        if name in claims and _instant_ms(claims, name) > now_ms + LEEWAY_MS:
            raise StatementRefusedError("from_the_future")
    if "iat" in claims and exp_ms - _instant_ms(claims, "iat") > LIFE_MS_MAX:
        raise StatementRefusedError("lives_too_long")
    return exp_ms + LEEWAY_MS


def _attributes(claim: object) -> dict[str, bool | int | str]:
    """Return what has the form of an attribute; a customer is not turned away for the rest."""
    if not isinstance(claim, dict):
        return {}
    found: dict[str, bool | int | str] = {}
    for each in list(claim.items())[:ATTRIBUTES_MAX]:
        try:
            found.update(msgspec.convert(dict([each]), Attributes))
        except msgspec.ValidationError:
            _log.warning("statement.attribute_dropped", reason="malformed")
    return found


def _instant_ms(claims: Mapping[str, Any], name: str) -> int:
    """Return an instant of a claim, given in seconds, whole ones or not."""
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StatementRefusedError("bad_instant")
    if not 0 <= value < 2**40:
        raise StatementRefusedError("bad_instant")
    return int(value * 1_000)


def _id(claims: Mapping[str, Any], name: str) -> str:
    value = claims[name]
    if not isinstance(value, str) or not 1 <= len(value) <= ID_LENGTH_MAX:
        raise StatementRefusedError(f"bad_{name}")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise StatementRefusedError(f"bad_{name}")
    return value


def _clean(name: str | None) -> str | None:
    """Return a name on one line, without what cannot be seen; None if nothing is left."""
    text = " ".join(unicodedata.normalize("NFC", name or "").split())
    seen = "".join(c for c in text if not unicodedata.category(c).startswith("C"))
    return seen.strip()[:NAME_LENGTH_MAX].rstrip() or None
