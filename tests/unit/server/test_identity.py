"""A site's signed word for its customer: believed once, from its own key, for now, or not."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import attrs
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ccsdk.hooks.manifest import Secret
from ccsdk.server.asgi import Application
from ccsdk.server.statement import SigningKey, key_problem
from ccsdk.server.tokens import VISITOR_LIFE_MS, digest_of
from tests.unit.server.fake_center import Browser, FakeCenter, Reply

SHOP = "https://www.shop.example"
SHARED = "s" * 32
ED25519 = Ed25519PrivateKey.generate()
PUBLIC = ED25519.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
PRIVATE = ED25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
RSA = (
    generate_private_key(65_537, 2_048)
    .public_key()
    .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    .decode()
)
KEYS = {
    "one": SigningKey(algorithm="HS256", key=Secret(value=SHARED)),
    "two": SigningKey(algorithm="EdDSA", key=Secret(value=PUBLIC)),
}


def made_center() -> FakeCenter:
    center = FakeCenter()
    center.signing_keys = {"web": KEYS}
    return center


def claims(center: FakeCenter, **changed: Any) -> dict[str, Any]:
    """Return what a site says of Lena now; None leaves a claim out."""
    now_s = center.clock.now_ms() // 1_000
    said = {
        "sub": "customer-7",
        "aud": "shop/web",
        "iat": now_s,
        "exp": now_s + 120,
        "jti": f"jti-{now_s}",
        "name": "Lena",
        **changed,
    }
    return {name: value for name, value in said.items() if value is not None}


def signed(center: FakeCenter, kid: str = "one", **changed: Any) -> str:
    key: Any = SHARED if kid == "one" else ED25519
    return jwt.encode(claims(center, **changed), key, KEYS[kid].algorithm, headers={"kid": kid})


def forged(header: dict[str, Any], said: dict[str, Any], signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(said).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


async def ask(center: FakeCenter, statement: str | None, **more: Any) -> Reply:
    browser = Browser(Application(center), origin=SHOP)
    body = {"account": "web", **more}
    return await browser.post(
        "/visitor", body if statement is None else body | {"statement": statement}
    )


@pytest.mark.parametrize("kid", ["one", "two"])
def test_signed_visitor_is_verified_and_named(kid: str) -> None:
    async def scene() -> None:
        center = made_center()

        told = (await ask(center, signed(center, kid))).json()

        row = center.credentials.rows[digest_of(told["token"])]
        assert (told["name"], told["visitor"][:3]) == ("Lena", "vs_")
        assert (row.kind, row.is_verified, row.name) == ("visitor", True, "Lena")
        assert row.principal == told["visitor"]

    asyncio.run(scene())


def test_one_person_on_two_devices_is_one_customer_with_two_tokens() -> None:
    async def scene() -> None:
        center = made_center()

        told = [(await ask(center, signed(center, jti=jti))).json() for jti in ("a", "b")]
        other = (await ask(center, signed(center, jti="c", sub="customer-8"))).json()

        rows = [center.credentials.rows[digest_of(each["token"])] for each in (*told, other)]
        assert told[0]["token"] != told[1]["token"]
        assert rows[0].customer == rows[1].customer != rows[2].customer

    asyncio.run(scene())


def test_who_they_were_before_stays_somebody_else() -> None:
    async def scene() -> None:
        center = made_center()
        before = (await ask(center, None)).json()

        after = (await ask(center, signed(center), token=before["token"])).json()
        again = (await ask(center, None, token=before["token"])).json()

        rows = [center.credentials.rows[digest_of(each["token"])] for each in (before, after)]
        assert rows[0].customer != rows[1].customer
        assert after["token"] != before["token"]
        assert again == before
        assert not rows[0].is_verified

    asyncio.run(scene())


def test_verified_visitor_comes_back_verified_and_is_renewed_so() -> None:
    async def scene() -> None:
        center = made_center()
        first = (await ask(center, signed(center))).json()

        again = (await ask(center, None, token=first["token"])).json()
        center.clock.at_ms += VISITOR_LIFE_MS // 2
        renewed = (await ask(center, None, token=first["token"])).json()

        row = center.credentials.rows[digest_of(renewed["token"])]
        assert again == first
        assert renewed["token"] != first["token"]
        assert (renewed["visitor"], renewed["name"]) == (first["visitor"], "Lena")
        assert (row.is_verified, row.name) == (True, "Lena")

    asyncio.run(scene())


def test_nobody_names_a_verified_visitor_without_a_statement() -> None:
    async def scene() -> None:
        center = made_center()

        replies = [
            await ask(center, None, **{member: value})
            for member, value in (("visitor", "vs_1"), ("is_verified", True), ("sub", "7"))
        ]

        assert [reply.status for reply in replies] == [400, 400, 400]

    asyncio.run(scene())


def refused(make: Callable[[FakeCenter], str], *, first: bool = False) -> Reply:
    """Return the answer to a statement; `first`: after it has been used once."""

    async def scene() -> Reply:
        center = made_center()
        statement = make(center)
        if first:
            assert (await ask(center, statement)).status == 200
        reply = await ask(center, statement)
        verified = [row for row in center.credentials.rows.values() if row.is_verified]
        assert len(verified) == first
        return reply

    return asyncio.run(scene())


def now_s(center: FakeCenter) -> int:
    return center.clock.now_ms() // 1_000


FORGED: dict[str, Callable[[FakeCenter], str]] = {
    "no algorithm": lambda c: forged({"alg": "none", "kid": "one"}, claims(c)),
    "none in capitals": lambda c: forged({"alg": "NONE", "kid": "two"}, claims(c)),
    "another shared secret": lambda c: jwt.encode(
        claims(c), "x" * 32, "HS256", headers={"kid": "one"}
    ),
    "another private key": lambda c: jwt.encode(
        claims(c), Ed25519PrivateKey.generate(), "EdDSA", headers={"kid": "two"}
    ),
    "another algorithm": lambda c: jwt.encode(
        claims(c), SHARED * 2, "HS512", headers={"kid": "one"}
    ),
    "the key of another id": lambda c: jwt.encode(
        claims(c), SHARED, "HS256", headers={"kid": "two"}
    ),
    "an unknown key": lambda c: jwt.encode(claims(c), SHARED, "HS256", headers={"kid": "three"}),
    "no key id": lambda c: jwt.encode(claims(c), SHARED, "HS256"),
    "a key id that is none": lambda c: forged({"alg": "HS256", "kid": ["one"]}, claims(c)),
    "a critical header": lambda c: jwt.encode(
        claims(c), SHARED, "HS256", headers={"kid": "one", "crit": ["x"], "x": 1}
    ),
    "a key in its header": lambda c: jwt.encode(
        claims(c), "x" * 32, "HS256", headers={"kid": "one", "jwk": {"kty": "oct", "k": "eHh4"}}
    ),
    "a changed claim": lambda c: _swapped(signed(c), claims(c, sub="customer-8")),
    "no signature": lambda c: signed(c).rpartition(".")[0] + ".",
    "no token": lambda c: "nothing",
    "empty": lambda c: "",
    "deep": lambda c: forged({"alg": "HS256", "kid": "one"}, {}).replace(".", "." * 3),
}

WRONG: dict[str, dict[str, Any]] = {
    "no end": {"exp": None},
    "no audience": {"aud": None},
    "no subject": {"sub": None},
    "no id": {"jti": None},
    "another account": {"aud": "shop/app"},
    "another center": {"aud": "other/web"},
    "several audiences": {"aud": ["shop/web", "shop/app"]},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 7},
    "a subject too long": {"sub": "x" * 257},
    "an id that is a number": {"jti": 7},
    "an empty id": {"jti": ""},
    "an end that is text": {"exp": "soon"},
    "an end that is true": {"exp": True},
    "an end beyond all numbers": {"exp": 1e300},
    "a name that is a list": {"name": ["Lena"]},
}

INSTANTS: dict[str, tuple[dict[str, int], bool]] = {
    "lives five minutes": ({"exp": 300}, True),
    "lives longer": ({"exp": 301}, False),
    "lives a year": ({"exp": 31_536_000}, False),
    "a clock a minute ahead": ({"iat": 60, "exp": 360}, True),
    "from the future": ({"iat": 61, "exp": 120}, False),
    "not before the future": ({"nbf": 61}, False),
    "a clock a minute behind": ({"iat": -300, "exp": -59}, True),
    "over": ({"iat": -300, "exp": -60}, False),
}


def _swapped(token: str, said: dict[str, Any]) -> str:
    head, _, signature = token.split(".")
    return ".".join((head, forged({}, said).split(".")[1], signature))


@pytest.mark.parametrize("case", FORGED)
def test_a07_forged_statement_is_refused(case: str) -> None:
    assert refused(FORGED[case]).status == 401


@pytest.mark.parametrize("case", WRONG)
def test_a07_statement_that_lacks_or_twists_a_claim_is_refused(case: str) -> None:
    assert refused(lambda center: signed(center, **WRONG[case])).status == 401


@pytest.mark.parametrize("case", INSTANTS)
def test_a07_statement_is_of_now_or_refused(case: str) -> None:
    given, is_good = INSTANTS[case]

    async def scene() -> int:
        center = made_center()
        instants = {name: now_s(center) + value for name, value in given.items()}
        return (await ask(center, signed(center, **instants))).status

    assert asyncio.run(scene()) == (200 if is_good else 401)


def test_a07_life_counts_although_the_statement_hides_when_it_began() -> None:
    reply = refused(lambda center: signed(center, iat=None, exp=now_s(center) + 361))

    assert reply.status == 401


def test_a07_public_key_is_no_shared_secret() -> None:
    def make(center: FakeCenter) -> str:
        # PyJWT refuses to sign like this; an attacker does not ask it.
        import hashlib
        import hmac

        unsigned = forged({"alg": "HS256", "kid": "two"}, claims(center)).rstrip(".")
        signature = hmac.new(PUBLIC.encode(), unsigned.encode(), hashlib.sha256).digest()
        return f"{unsigned}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    assert refused(make).status == 401


def test_a07_statement_counts_once_even_for_two_at_the_same_time() -> None:
    assert refused(signed, first=True).status == 401

    async def scene() -> None:
        center = made_center()
        statement = signed(center)

        replies = await asyncio.gather(
            *(ask_at(app, statement) for app in [Application(center)] * 5)
        )

        assert sorted(reply.status for reply in replies) == [200, 401, 401, 401, 401]

    asyncio.run(scene())


async def ask_at(application: Application, statement: str) -> Reply:
    browser = Browser(application, origin=SHOP)
    return await browser.post("/visitor", {"account": "web", "statement": statement})


def test_a07_used_statement_is_remembered_across_a_restart_until_it_is_over() -> None:
    async def scene() -> None:
        center = made_center()
        statement = signed(center)
        await ask(center, statement)
        after_restart = made_center()
        after_restart.credentials = center.credentials

        reply = await ask(after_restart, statement)

        assert reply.status == 401
        (row,) = [r for r in center.credentials.rows.values() if r.kind == "statement"]
        assert row.expires_at_ms == center.clock.now_ms() // 1_000 * 1_000 + 180_000

    asyncio.run(scene())


def test_a07_every_refusal_looks_the_same_and_the_log_says_why(capsys: Any) -> None:
    makers = [FORGED["no algorithm"], FORGED["an unknown key"], lambda c: signed(c, aud="x/y")]

    replies = [refused(make) for make in makers]

    shapes = [{**reply.json(), "ref": ""} for reply in replies]
    assert all(shape == shapes[0] for shape in shapes)
    assert shapes[0]["code"] == "unauthorized"
    assert {r.headers["access-control-allow-origin"] for r in replies} == {SHOP}
    told = capsys.readouterr().out
    assert [reason in told for reason in ("unknown_key", "InvalidAudienceError")] == [True, True]
    assert "customer-7" not in told


@pytest.mark.parametrize("keys", [{}, {"app": KEYS}])
def test_account_without_keys_believes_nobody(keys: Any) -> None:
    async def scene() -> None:
        center = made_center()
        center.signing_keys = keys

        assert (await ask(center, signed(center))).status == 401

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (None, None),
        ("", None),
        (" \u200b ", None),
        ("Lena\u202e\n Müller\0", "Lena Müller"),
        ("x" * 500, "x" * 200),
    ],
)
def test_name_is_cleaned_before_anybody_sees_it(name: str | None, expected: str | None) -> None:
    async def scene() -> None:
        center = made_center()

        told = (await ask(center, signed(center, name=name))).json()

        assert told.get("name") == expected

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("algorithm", "key", "problem"),
    [
        ("HS256", SHARED, None),
        ("HS256", "short", "at least 32 bytes"),
        ("HS256", PUBLIC, "did you mean EdDSA"),
        ("EdDSA", PUBLIC, None),
        ("EdDSA", PRIVATE, "no public Ed25519 key"),
        ("EdDSA", RSA, "no public Ed25519 key"),
        ("EdDSA", SHARED, "no public Ed25519 key"),
    ],
)
def test_key_is_looked_at_before_it_is_used(algorithm: Any, key: str, problem: str | None) -> None:
    found = key_problem(SigningKey(algorithm=algorithm, key=Secret(value=key)))

    assert (problem in found) if problem and found else found is problem


def test_key_shows_nothing_of_itself() -> None:
    assert SHARED not in repr(KEYS["one"])
    assert SHARED not in str(attrs.asdict(KEYS["one"], recurse=False))
