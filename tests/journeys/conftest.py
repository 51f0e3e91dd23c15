"""The platforms that the whole story is told on."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from tests.support.kith import kith_on

STAGES = {
    "playground": ("tests.support.playground_stage", {}),
    "discord": ("tests.support.discord_stage", {}),
    "matrix": ("tests.support.matrix_stage", {}),
    "matrix-encrypted": ("tests.support.matrix_stage", {"encrypted": True}),
}


@pytest.fixture(params=list(STAGES))
def kith_somewhere(request):
    """Return a context manager that runs the real core on one of the platforms."""
    module, settings = STAGES[request.param]

    @asynccontextmanager
    async def opened():
        async with (
            import_module(module).open_stage(**settings) as stage,
            kith_on(stage, on_file=True) as kith,
        ):
            yield kith

    return opened
