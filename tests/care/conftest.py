"""The platforms that the hard rules are held on."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from tests.support.everywhere import STAGES
from tests.support.kith import kith_on


@pytest.fixture(params=list(STAGES))
def kith_somewhere(request):
    """Return a context manager that runs the real core on one of the platforms."""

    @asynccontextmanager
    async def opened():
        async with import_module(STAGES[request.param]).open_stage() as stage, kith_on(stage) as kith:
            yield kith

    return opened
