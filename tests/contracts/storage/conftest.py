"""The databases that the storage contract runs on."""

import pytest

from tests.support.postgres import open_postgres, postgres_server
from tests.support.storage import open_storage


@pytest.fixture(scope="session")
def postgres():
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
async def storage(request, tmp_path):
    if request.param == "sqlite":
        async with open_storage(tmp_path / "kith.db") as opened:
            yield opened
    else:
        async with open_postgres(request.getfixturevalue("postgres")) as opened:
            yield opened
