"""Requests to a homeserver: JSON in, JSON out, and the core's errors for everything else.

Nothing is repeated here. Who calls knows whether repeating is safe (a message with its transaction id is,
making a room is not).
"""

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from adapters.matrix.errors import CONNECTION_ERRORS, refusal, unreachable

Json: TypeAlias = dict[str, Any]
_SUCCESS = 300


class Http:
    """Hold one session with a homeserver."""

    def __init__(self, homeserver: str, token: str = "", *, timeout: float = 30.0) -> None:
        self._base = f"{homeserver}/_matrix/"
        self.token = token
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        within: float | None = None,
    ) -> Json:
        """Call the client API below `/_matrix/client/`.

        Raises TemporaryPlatformError or PermanentPlatformError.
        """
        data = None if body is None else json.dumps(body).encode()
        raw = await self._request(
            method, f"client/{path}", data=data, media_type="application/json", query=query, within=within
        )
        answer = _parsed(raw)
        if answer is None:
            raise refusal(502, None)
        return answer

    async def upload(self, data: bytes, media_type: str, name: str) -> str:
        """Store a file on the homeserver and return its mxc address."""
        raw = await self._request(
            "POST", "media/v3/upload", data=data, media_type=media_type, query={"filename": name}
        )
        address = (_parsed(raw) or {}).get("content_uri")
        if not isinstance(address, str):
            raise refusal(502, None)
        return address

    async def download(self, address: str) -> bytes:
        """Fetch a stored file (the authenticated way, the only one that servers still offer)."""
        server, _, media = address.removeprefix("mxc://").partition("/")
        path = f"client/v1/media/download/{quoted(server)}/{quoted(media)}"
        return await self._request("GET", path)

    async def _request(
        self,
        method: str,
        path: str,
        *,
        data: bytes | None = None,
        media_type: str = "",
        query: Mapping[str, str] | None = None,
        within: float | None = None,
    ) -> bytes:
        if self._session is None:
            raise unreachable(ConnectionError())
        headers = {"Content-Type": media_type} if media_type else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        # Our own escaping stands: ids carry characters that a second escaping would spoil.
        url = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        limit = aiohttp.ClientTimeout(total=within or self._timeout)
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=data, headers=headers, timeout=limit
            ) as response:
                raw = await response.read()
                if response.status < _SUCCESS:
                    return raw
                raise refusal(response.status, _parsed(raw), response.headers.get("Retry-After"))
        except CONNECTION_ERRORS as error:
            raise unreachable(error) from error


def quoted(part: str) -> str:
    """Return one part of a path with everything escaped, slashes too."""
    return quote(part, safe="")


def in_room(room: str, *parts: str) -> str:
    """Return the path of something in a room."""
    return "/".join(["v3/rooms", quoted(room), *(quoted(part) for part in parts)])


def _parsed(raw: bytes) -> Json | None:
    try:
        answer = json.loads(raw)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
