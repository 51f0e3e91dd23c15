"""Open the page on loopback."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.playground.page.server import Page

HOST = "127.0.0.1"
PATIENCE_SECONDS = 2.0


@asynccontextmanager
async def serving(page: Page, port: int = 0) -> AsyncIterator[str]:
    """Serve a page while the block runs, and give its whole address; port 0 takes a free one.

    Raises OSError when the port is taken.
    """
    token = secrets.token_urlsafe(16)
    runner = web.AppRunner(page.application(token), access_log=None, shutdown_timeout=PATIENCE_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        address = runner.addresses[0]
        yield f"http://{HOST}:{address[1]}/{token}/"
    finally:
        await runner.cleanup()
