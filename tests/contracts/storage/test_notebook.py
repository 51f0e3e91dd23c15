"""Each adapter has a durable notebook of its own."""

import pytest

from adapters.sql.notebook import SqlNotebook


@pytest.fixture
def notebook(storage):
    return SqlNotebook(storage, "matrix")


async def test_an_entry_is_written_replaced_and_erased(notebook):
    assert await notebook.read("token") is None
    await notebook.write("token", "one")
    await notebook.write("token", "two\n{}")
    assert await notebook.read("token") == "two\n{}"
    await notebook.erase("token")
    await notebook.erase("token")
    assert await notebook.read("token") is None


async def test_the_first_time_is_only_once(notebook):
    assert [await notebook.first_time("event") for _ in range(3)] == [True, False, False]
    await notebook.write("kept", "value")
    assert not await notebook.first_time("kept")
    assert await notebook.read("kept") == "value"


async def test_keys_are_found_by_an_exact_prefix_and_sorted(notebook):
    for key in ("a_b", "a_", "A_x", "axb", "a_ä", "a_😀", "b", "a%", "a_Z"):
        await notebook.write(key, "")
    assert await notebook.keys("a_") == ("a_", "a_Z", "a_b", "a_ä", "a_😀")
    assert await notebook.keys("a%") == ("a%",)
    assert len(await notebook.keys("")) == 9


async def test_two_adapters_never_meet(storage, notebook):
    other = SqlNotebook(storage, "discord")
    await notebook.write("key", "mine")
    assert await other.read("key") is None
    assert await other.first_time("key")
    await other.erase("key")
    assert await other.keys("") == ()
    assert await notebook.read("key") == "mine"
