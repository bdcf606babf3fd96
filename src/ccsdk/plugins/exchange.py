"""One exchange with another's HTTP server: a connection, a request, an answer, and no more.

The connection goes to an address that was checked, not to a name: the name only says whose
certificate is believed and stands in `Host`. What the server sends is counted as it comes.
Nothing is unpacked: a server was asked for no compression, and one that compresses is refused.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping

import attrs
import h11

from ccsdk.errors import EgressFailedError
from ccsdk.hooks.egress import EgressAnswer
from ccsdk.hooks.ports import Clock
from ccsdk.plugins.egress_url import Destination
from ccsdk.plugins.isolation import is_done

__all__ = ["ANSWER_BYTES_MAX", "ATTEMPT_MS", "HEAD_BYTES_MAX", "Exchange"]

ANSWER_BYTES_MAX = 5 * 2**20
HEAD_BYTES_MAX = 65_536
INTERIM_ANSWERS_MAX = 10
# So long one of several addresses is tried.
ATTEMPT_MS = 3_000
CHUNK = 65_536

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@attrs.define(kw_only=True)
class Exchange:
    """Send one request and read its answer.

    `is_sent` is true as soon as the first byte of the request may have left.
    """

    destination: Destination
    method: str
    headers: Mapping[str, str]
    content: bytes
    _clock: Clock
    is_sent: bool = False

    async def run(self, addresses: list[str], tls: ssl.SSLContext | None) -> EgressAnswer:
        """Return the answer of the first address that takes the connection.

        Raises:
            EgressFailedError: No whole answer came.
        """
        reader, writer = await self._connect(addresses, tls)
        try:
            return await self._talk(reader, writer)
        except h11.RemoteProtocolError as error:
            raise self._failed(f"it does not speak HTTP: {error}") from error
        except OSError as error:
            raise self._failed(_words(error)) from error
        finally:
            # Not closed with courtesy: a server could take its time over that.
            writer.transport.abort()

    async def _connect(self, addresses: list[str], tls: ssl.SSLContext | None) -> Connection:
        problem = "it has no address"
        for address in addresses:
            name = self.destination.host if tls else None
            attempt = asyncio.ensure_future(
                asyncio.open_connection(
                    address, self.destination.port, ssl=tls, server_hostname=name, limit=CHUNK
                )
            )
            until_ms = self._clock.monotonic_ms() + ATTEMPT_MS
            is_timely = False
            try:
                is_timely = await is_done(attempt, self._clock, until_ms)
            finally:
                if not is_timely:
                    # A connection may be there just now: nobody else would close it.
                    attempt.add_done_callback(_abort)
            if not is_timely:
                problem = f"no connection within {ATTEMPT_MS} ms"
                continue
            try:
                return attempt.result()
            except OSError as error:
                problem = _words(error)
        raise self._failed(problem)

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> EgressAnswer:
        connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES_MAX)
        request = h11.Request(
            method=self.method,
            target=self.destination.target,
            headers=[(k.encode(), v.encode("latin-1")) for k, v in self.headers.items()],
        )
        parts = [connection.send(request)]
        if self.content:
            parts.append(connection.send(h11.Data(data=self.content)))
        parts.append(connection.send(h11.EndOfMessage()))
        self.is_sent = True
        # What it answers may come before all of the request has left.
        writer.write(b"".join(part for part in parts if part))
        return await self._answer(connection, reader)

    async def _answer(
        self, connection: h11.Connection, reader: asyncio.StreamReader
    ) -> EgressAnswer:
        response: h11.Response | None = None
        body = bytearray()
        interim = 0
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                connection.receive_data(await reader.read(CHUNK))
            elif isinstance(event, h11.InformationalResponse):
                interim += 1
                if interim > INTERIM_ANSWERS_MAX:
                    raise self._failed("it goes on announcing an answer")
            elif isinstance(event, h11.Response):
                response = event
                self._check(_joined(event))
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > ANSWER_BYTES_MAX:
                    raise self._failed(f"its answer is over {ANSWER_BYTES_MAX} bytes")
            elif isinstance(event, h11.EndOfMessage) and response is not None:
                return EgressAnswer(
                    status=response.status_code, headers=_joined(response), content=bytes(body)
                )
            else:
                raise self._failed("it closed the connection without an answer")

    def _check(self, headers: Mapping[str, str]) -> None:
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise self._failed("its answer is compressed, though it was asked not to")
        length = headers.get("content-length", "")
        # What a HEAD is told of does not come.
        is_long = length.isdecimal() and int(length) > ANSWER_BYTES_MAX
        if is_long and self.method != "HEAD":
            raise self._failed(f"its answer is over {ANSWER_BYTES_MAX} bytes")

    def _failed(self, problem: str) -> EgressFailedError:
        host = self.destination.host
        return EgressFailedError(host=host, problem=problem, is_sent=self.is_sent)


def _abort(attempt: asyncio.Future[Connection]) -> None:
    if not attempt.cancelled() and attempt.exception() is None:
        attempt.result()[1].transport.abort()


def _joined(response: h11.Response) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _words(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not believed: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"no TLS with it: {error.reason}"
    return error.strerror or type(error).__name__
