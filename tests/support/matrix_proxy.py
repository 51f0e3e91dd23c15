"""A homeserver that misbehaves on command: it stands before the real one and spoils what a test chooses."""

import re
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout, web
from yarl import URL

HTML = "<html><body>Bad gateway</body></html>"


class Fault:
    """Spoil the next `times` requests whose method and path fit; `after` lets the homeserver see them first."""

    def __init__(
        self, pattern, *, times=1, after=False, status=502, text=HTML, drop=False, cut=False, body=None
    ):
        self.pattern = re.compile(pattern)
        self.left = times
        self.after, self.status, self.text, self.drop, self.cut, self.body = (
            after,
            status,
            text,
            drop,
            cut,
            body,
        )

    def fits(self, request):
        return self.left > 0 and self.pattern.search(f"{request.method} {request.path}") is not None


class FaultyServer:
    """Hand requests through and keep count of them."""

    def __init__(self, target):
        self.target = target
        self.url = ""
        self.faults = []
        self.seen = []
        self._session = None

    def spoil(self, pattern, **how):
        """Add a fault; the newest fitting one counts."""
        self.faults.insert(0, Fault(pattern, **how))
        return self.faults[0]

    def count(self, pattern):
        """Count the requests seen so far."""
        return sum(re.search(pattern, seen) is not None for seen in self.seen)

    async def handle(self, request):
        self.seen.append(f"{request.method} {request.path}")
        fault = next((fault for fault in self.faults if fault.fits(request)), None)
        data = await request.read()
        if fault is not None:
            fault.left -= 1
            if fault.after:
                await self._forward(request, data)
            return await self._spoiled(request, fault)
        status, body, kind = await self._forward(request, data)
        return web.Response(status=status, body=body, content_type=kind)

    async def _spoiled(self, request, fault):
        if fault.drop:
            request.transport.abort()
            return web.Response()
        if fault.cut:
            response = web.StreamResponse(headers={"Content-Length": "1000"})
            await response.prepare(request)
            await response.write(b"{")
            request.transport.close()
            return response
        if fault.body is not None:
            return web.json_response(fault.body, status=fault.status)
        return web.Response(status=fault.status, text=fault.text, content_type="text/html")

    async def _forward(self, request, data):
        url = URL(self.target + request.raw_path, encoded=True)
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in {"authorization", "content-type"}
        }
        async with self._session.request(request.method, url, data=data, headers=headers) as answer:
            return answer.status, await answer.read(), answer.content_type

    @asynccontextmanager
    async def running(self):
        """Serve on a free port of this machine."""
        application = web.Application(client_max_size=100_000_000)
        application.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        async with ClientSession(timeout=ClientTimeout(total=120)) as self._session:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            port = site._server.sockets[0].getsockname()[1]
            self.url = f"http://127.0.0.1:{port}"
            try:
                yield self
            finally:
                await runner.cleanup()
