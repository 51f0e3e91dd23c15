"""Who may talk to the page: this machine, by the address that was printed, and no other site.

The page speaks for everybody in the pretend town, so other web pages open in the same browser must not reach
it: the path holds a random token, the Host header must be loopback (against DNS rebinding), a foreign Origin is
refused, and nothing ever allows cross-origin reading.
"""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def loopback_only() -> Middleware:
    """Return a middleware that refuses foreign hosts and origins, and sets the security headers."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_ours(request):
            raise web.HTTPForbidden(
                text="Only the page itself may ask this."
            )  # not shown: foreign pages get it
        return await handler(request)

    return guard


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Set the security headers on a response that is about to start (event streams included)."""
    response.headers.update(_HEADERS)


def _is_ours(request: web.Request) -> bool:
    hosts = {f"{name}:{_port(request)}" for name in ("127.0.0.1", "localhost")}
    if request.headers.get("Host") not in hosts:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"http://{host}" for host in hosts}


def _port(request: web.Request) -> int:
    transport = request.transport
    name = transport.get_extra_info("sockname") if transport is not None else None
    return int(name[1]) if name else 0
