"""Typed commands on Matrix: what is understood, what is not, and that writing a call and reading it agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.commands import Call, Parser, TooMuch, Unknown, addressed, with_people, written
from bot.ports.commands import CommandSpec, Option, OptionKind
from bot.text.message import T

ME = "@kith:example.org"


def option(name, kind=OptionKind.TEXT, **more):
    return Option(name=name, summary=T("An option"), kind=kind, **more)


def spec(path, *options, **more):
    return CommandSpec(path=tuple(path.split()), summary=T("A command"), options=options, **more)


SPECS = (
    spec("meet join", option("circle")),
    spec("meet pause", option("until")),
    spec("meet avoid", option("who", OptionKind.USER), sensitive=True),
    spec("meet status"),
    spec("meet checkin", option("seat", OptionKind.WORD), tapped=True),
    spec("talk", option("depth", OptionKind.WORD)),
    spec("kith help", option("command")),
    spec("kith about"),
    spec("my language", option("language", OptionKind.WORD)),
    spec(
        "organise circle create",
        option("name"),
        option("size", OptionKind.NUMBER),
        option("secret", hidden=True),
    ),
    spec("organise circle list"),
    spec("organise areas list"),
    spec("organise spots import", option("list", OptionKind.FILE, required=True)),
)
PARSER = Parser(SPECS, prefix="!kith")

ACCEPTED = [
    ("meet join", "meet join", {}),
    ("MEET Join", "meet join", {}),
    ("  meet   join  ", "meet join", {}),
    ("meet join Sunday walks", "meet join", {"circle": "Sunday walks"}),
    ('meet join "Sunday walks"', "meet join", {"circle": "Sunday walks"}),
    ("meet join “Sunday walks”", "meet join", {"circle": "Sunday walks"}),
    ("meet join „Sunday walks“", "meet join", {"circle": "Sunday walks"}),
    ('meet join circle="Sunday walks"', "meet join", {"circle": "Sunday walks"}),
    ("meet join circle=x", "meet join", {"circle": "x"}),
    ('meet join say "hi" there', "meet join", {"circle": 'say "hi" there'}),
    ('meet join "unclosed words', "meet join", {"circle": '"unclosed words'}),
    (r'meet join circle="a \"b\" \\ c"', "meet join", {"circle": r'a "b" \ c'}),
    ("meet join other=thing", "meet join", {"circle": "other=thing"}),
    ('meet join ""', "meet join", {"circle": ""}),
    ("meet pause next week", "meet pause", {"until": "next week"}),
    ("pause next week", "meet pause", {"until": "next week"}),
    ("status", "meet status", {}),
    ("join", "meet join", {}),
    ("meet avoid @ada:example.org", "meet avoid", {"who": "@ada:example.org"}),
    ("talk deep", "talk", {"depth": "deep"}),
    ("help", "kith help", {}),
    ("help meet join", "kith help", {"command": "meet join"}),
    ("kith help", "kith help", {}),
    ("about", "kith about", {}),
    ("organise circle create Walks 3", "organise circle create", {"name": "Walks", "size": "3"}),
    (
        'organise circle create size=3 "Long walks"',
        "organise circle create",
        {"name": "Long walks", "size": "3"},
    ),
    ("organise circle create Walks secret=7", "organise circle create", {"name": "Walks", "secret": "7"}),
    ("circle create Walks", "organise circle create", {"name": "Walks"}),
    ("organise spots import", "organise spots import", {}),
    ("meet checkin seat=3", "meet checkin", {"seat": "3"}),
]

NOT_ACCEPTED = [
    ("", Unknown, ()),
    ("meat join", Unknown, ("meet join",)),
    ("meet jion", Unknown, ("meet join",)),
    ("staus", Unknown, ("meet status",)),
    ("list", Unknown, ()),  # two commands end so
    (
        "organise",
        Unknown,
        ("organise circle create", "organise circle list", "organise areas list", "organise spots import"),
    ),
    ("checkin", Unknown, ()),  # tapped commands have no short form
    ("xyzzy plugh", Unknown, ()),
    ("talk deep down", TooMuch, "down"),
    ("organise circle create Walks 3 4", TooMuch, "4"),
    ("meet status now", TooMuch, "now"),
    ("meet join circle=a circle=b", TooMuch, "circle=b"),
]


@pytest.mark.parametrize(("words", "name", "options"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_these_words_are_this_call(words, name, options):
    call = PARSER.parse(words)
    assert isinstance(call, Call)
    assert (call.spec.name, dict(call.options)) == (name, options)


@pytest.mark.parametrize(("words", "kind", "more"), NOT_ACCEPTED, ids=[row[0] for row in NOT_ACCEPTED])
def test_these_words_are_no_call(words, kind, more):
    found = PARSER.parse(words)
    assert isinstance(found, kind)
    assert (found.nearest if isinstance(found, Unknown) else found.surplus) == more


ADDRESSED = [
    ("!kith meet join", None, "meet join"),
    ("!KITH meet join", None, "meet join"),
    ("/kith meet join", None, "meet join"),
    ("!kith", None, ""),
    ("@kith:example.org meet join", None, "meet join"),
    ("@kith:example.org: meet join", True, "meet join"),
    ("Kith Bot: meet join", True, "meet join"),
    ("Kith Bot meet join", True, "meet join"),
    ("kith, meet join", True, "meet join"),
    ("please help me Kith", True, "please help me Kith"),
]
NOT_ADDRESSED = [
    ("meet join", None),
    ("!kithara play", None),
    ("!coffee meet join", None),
    ("I love !kith", None),
    ("Kith Bot: meet join", None),  # only a name in the text, and no word about mentions
    ("Kith Bot: meet join", False),
    ("@kith:example.org meet join", False),  # a client that speaks of mentions did not mean one
    ("", None),
]


@pytest.mark.parametrize(("body", "mentioned", "words"), ADDRESSED)
def test_this_is_said_to_the_bot(body, mentioned, words):
    found = addressed(body, prefix="!kith", me=ME, name="Kith Bot", mentioned=mentioned)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(("body", "mentioned"), NOT_ADDRESSED)
def test_this_is_not_said_to_the_bot(body, mentioned):
    assert addressed(body, prefix="!kith", me=ME, name="Kith Bot", mentioned=mentioned) is None


def test_a_mention_in_the_middle_does_not_make_silence_rude():
    found = addressed("well, thanks to Kith Bot", prefix="!kith", me=ME, name="Kith Bot", mentioned=True)
    assert found is not None
    assert not found.plainly


def test_names_become_ids():
    pills = [("Ada", "@ada:example.org")]
    assert with_people("meet avoid Ada", pills) == "meet avoid @ada:example.org"
    assert with_people("meet avoid @Ada", pills) == "meet avoid @ada:example.org"


@given(
    circle=st.text(max_size=80),
    chosen=st.sampled_from([one for one in SPECS if one.options]),
)
def test_what_is_written_is_read_as_the_same_call(circle, chosen):
    options = {one.name: circle for one in chosen.options}
    call = PARSER.parse(written(chosen, options))
    assert isinstance(call, Call)
    assert call.spec is chosen
    assert dict(call.options) == options


@given(st.text(max_size=200))
def test_no_words_break_the_parser(words):
    assert PARSER.parse(words) is not None
    addressed(words, prefix="!kith", me=ME, name="Kith", mentioned=True)
