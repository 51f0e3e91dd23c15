"""What is sealed: it comes back as it was, nobody reads it without the key, and no question is quietly misunderstood."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from adapters.sql import tables
from adapters.sql.notebook import SqlNotebook
from adapters.sql.sealing import BrokenSeal, Keyring, new_key, read_keys, written
from adapters.sql.types import Sealed
from bot.domain.community import SpotNote
from bot.errors import SetupError
from bot.ids import MemberId
from tests.support import stored

SECRETS = ("quokkaphile", "xylotheque", "zugzwang")


def planted(name="ana"):
    return replace(
        stored.member(name),
        hello=SECRETS[0],
        role=SECRETS[1],
        interests=(SECRETS[2],),
        wishes=frozenset({SpotNote.OUTDOORS, SpotNote.SEATED}),
        times=1048573,
    )


@given(
    words=st.text(st.characters(exclude_categories=["Cs"]), max_size=200), place=st.text("ab.", max_size=9)
)
def test_what_was_sealed_opens_again_in_its_place_only(words, place):
    ring = Keyring((new_key(),))
    sealed = ring.seal(words, place)
    assert ring.open(sealed, place) == words
    assert sealed != ring.seal(words, place)
    with pytest.raises(BrokenSeal, match="belongs elsewhere"):
        ring.open(sealed, f"{place}x")


HARM = {
    "cut": lambda sealed: sealed[:-2],
    "bits turned": lambda sealed: f"{sealed[:20]}{'B' if sealed[20] == 'A' else 'A'}{sealed[21:]}",
    "not base64": lambda sealed: f"{sealed[:9]}!!",
    "empty": lambda sealed: sealed[:9],
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_what_was_changed_does_not_open(harm):
    ring = Keyring((new_key(),))
    with pytest.raises(BrokenSeal):
        ring.open(harm(ring.seal("x" * 40, "a.b")), "a.b")


def test_another_key_opens_nothing():
    with pytest.raises(BrokenSeal, match="key that is not here"):
        Keyring((new_key(),)).open(Keyring((new_key(),)).seal("words", "a.b"), "a.b")


def test_lengths_of_short_words_look_alike():
    ring = Keyring((new_key(),))
    assert len({len(ring.seal("x" * count, "a.b")) for count in range(31)}) == 1


def test_keys_are_written_and_read_as_one_word():
    keys = (new_key(), new_key())
    assert read_keys(written(*keys), "storage.key") == keys
    assert read_keys(written(*keys).replace("+", "-").replace("/", "_"), "storage.key") == keys


@pytest.mark.parametrize(
    "word",
    ["", "secret", "AAAA", "ä", ",", f"{written(new_key())},x"],
    ids=["nothing", "a word", "too short", "not ASCII", "a comma", "one key and a word"],
)
def test_what_is_no_key_is_refused_with_what_to_do(word):
    with pytest.raises(
        SetupError, match=r"storage\.key should hold a key as `openssl rand -base64 32` makes one"
    ):
        read_keys(word, "storage.key")


async def test_members_come_back_and_no_word_of_theirs_stands_in_the_database(storage):
    await storage.run(stored.settle_town)
    await storage.run(lambda repos: repos.members.save(planted()))
    await SqlNotebook(storage, "test").write("form/1", SECRETS[0])
    assert await storage.run(lambda repos: repos.members.get(MemberId("ana"))) == planted()
    assert await SqlNotebook(storage, "test").read("form/1") == SECRETS[0]
    raw = await storage.transact(everything)
    assert "ana" in raw
    assert [word for word in (*SECRETS, "outdoors", "1048573") if word in raw] == []


def everything(connection):
    """Return all rows of all tables as the database has them."""
    return "\n".join(
        str(row)
        for table in tables.metadata.sorted_tables
        for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))
    )


def test_each_sealed_column_is_sealed_for_its_own_place():
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                assert column.type.place == f"{table.name}.{column.name}"


QUESTIONS = {
    "equal": lambda column: column == "words",
    "contains": lambda column: column.contains("words"),
    "less": lambda column: column < "words",
    "one of": lambda column: column.in_(("a", "b")),
    "sorted": lambda column: column.desc(),
    "joined": lambda column: column + "words",
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_that_sealed_words_cannot_answer_is_an_error(ask):
    with pytest.raises(TypeError, match="sealed column"):
        ask(tables.member.c.hello)


async def test_whether_sealed_words_are_there_can_be_asked(storage):
    query = select(tables.member.c.id).where(tables.member.c.hello.is_not(None))
    await storage.run(stored.settle_town)
    assert len(await storage.transact(lambda connection: connection.scalars(query).all())) == 3
