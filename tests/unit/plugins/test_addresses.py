from __future__ import annotations

import asyncio
import threading

import pytest

from ccsdk.plugins.addresses import LOOKUPS_MAX, LookUps, is_public


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254
172.16.0.1 172.31.255.254 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.254
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 2001::1 2001:db8::1 2002:7f00:1::
2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%1 fec0::1 ff02::1
2130706433 localhost
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_every_other_address_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_look_ups_that_hang_are_left_behind_and_bounded() -> None:
    async def scene() -> None:
        gate = threading.Event()
        look_ups = LookUps()
        hung = [asyncio.ensure_future(look_ups.ask(gate.wait)) for _ in range(LOOKUPS_MAX)]
        waiting = asyncio.ensure_future(look_ups.ask(lambda: 3))
        for task in hung:
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.gather(*hung, return_exceptions=True)
        assert threading.active_count() > LOOKUPS_MAX
        assert not waiting.done()

        gate.set()
        assert await waiting == 3

    asyncio.run(scene())


def test_failed_look_up_raises_what_it_raised() -> None:
    def fail() -> None:
        raise OSError("no such host")

    with pytest.raises(OSError, match="no such host"):
        asyncio.run(LookUps().ask(fail))
