"""Packs as files: what is read, what is said about it by line and rule, and what comes back when one is written."""

import pytest

from bot.content.library import load_library
from bot.content.packs import LONGEST, read_pack, slug_of, write_pack
from bot.domain.challenges import Safety
from bot.domain.shelf import MOST_ENTRIES, Pack, PackEntry
from bot.errors import BadOption
from bot.ids import CommunityId
from bot.text.render import PlainStyle, render
from tests.support.pack_files import HEAD, a_file, a_table

SHIPPED = load_library()


def read(source, **options):
    return read_pack(source, lambda _: SHIPPED, **options)


def said(file):
    """Return what is said of each entry: line, id, rule, whether it is left out, and the words."""
    return [
        (each.line, each.id, each.rule, each.blocks, render(each.text, PlainStyle(), "en"))
        for each in file.problems
    ]


def test_a_good_pack_has_nothing_to_be_said_about():
    file = read(a_file())
    assert (file.id, file.name, file.language, said(file)) == ("garden", "Garden club", "en", [])
    assert [each.id for each in file.challenges] == ["garden/tree", "garden/bench"]


def test_what_is_left_out_gets_careful_defaults():
    """Easier and by call or in writing lead to what ships with Kith; who may be new to each other meets in public."""
    table = a_table("seeds", setting='"group"', tie='"none"', effort="3", minutes="60", modes='["in_person"]')
    [challenge] = read(a_file(table)).challenges
    assert challenge.safety is Safety.NEW
    assert SHIPPED.challenge(challenge.easier).weight < challenge.weight
    assert SHIPPED.challenge(challenge.remote).works_apart


def test_references_lead_into_the_pack_or_to_what_ships_with_kith():
    easy = a_table("tree", effort="1", minutes="5")
    hard = a_table("bench", easier='"tree"', remote='"reach-two-hellos"')
    _, bench = read(a_file(easy, hard)).challenges
    assert (bench.easier, bench.remote) == ("garden/tree", "reach-two-hellos")


@pytest.mark.parametrize("name", ["Own", "OWN!", "own"])
def test_only_a_file_that_says_so_is_about_the_communitys_own_pack(name):
    assert read(a_file(head=f'name = "{name}"\n')).id == "own-pack"
    assert read(a_file(head=""), name=name).id == "own-pack"
    assert read(a_file(head=f'pack = "own"\nname = "{name}"\n')).id == "own"


def test_windows_line_ends_and_a_mark_at_the_start_are_fine():
    assert read("\ufeff" + a_file().replace("\n", "\r\n")).challenges == read(a_file()).challenges


def test_the_shipped_files_can_be_read_as_packs():
    from importlib.resources import files

    source = (files("bot.content") / "reach_out.toml").read_text(encoding="utf-8")
    file = read('name = "Ours"\npractice = "reach_out"\n' + source)
    assert len(file.challenges) == sum(each.practice == "reach_out" for each in SHIPPED.challenges)
    assert {each.rule for each in file.problems} == {"duplicate"}


ENTRIES = [
    ("fields", {"without": ("text",)}, "text is missing"),
    ("fields", {"without": ("practice",)}, "practice takes one of reach_out"),
    ("fields", {"without": ("modes",)}, "modes takes a list"),
    ("fields", {"effort": '"two"'}, "effort is missing: it takes a whole number"),
    ("fields", {"effort": "true"}, "effort is missing"),
    ("fields", {"effort": "7"}, "Effort is 1 to 3"),
    ("fields", {"title": "[1]"}, "title is missing"),
    ("fields", {"title": '"' + "x" * 101 + '"'}, "title has 101 characters"),
    ("fields", {"modes": '["shouting"]'}, "modes takes a list with one or more of"),
    ("fields", {"modes": "[[1]]"}, "modes takes a list"),
    ("fields", {"tie": '"enemy"'}, "tie takes one of close"),
    ("fields", {"tender": '"yes"'}, "tender takes true or false"),
    ("fields", {"id": '"A tree!"'}, "An id is made of"),
    ("fields", {"price": "3"}, "price is not a key"),
    ("easier", {"easier": '"nowhere"'}, "easier challenge that it names"),
    ("remote", {"remote": '"nowhere"'}, "by call or in writing"),
    ("safety", {"safety": '"S0"'}, "S2"),
    ("no-touch", {"access": '["seated", "no_speech"]'}, "no_touch"),
    ("tone", {"text": '"You must go to a tree and greet it."'}, "must"),
    ("closeness", {"text": '"Give somebody a hug below a tree."'}, "hug"),
    ("alcohol", {"text": '"Share some wine below a tree."'}, "wine"),
    ("claims", {"text": '"Rest below a tree, which is healthy."'}, "healthy"),
    ("romance", {"text": '"Find a lover below a tree."'}, "lover"),
    ("venue", {"text": '"Invite somebody to your house."'}, "house"),
    ("private", {"text": '"Call Ada on 06 12345678 and say hello."'}, "telephone number"),
    ("private", {"smaller": '"Write to ada at gmail dot com, if you like."'}, "leave it out"),
    ("private", {"title": '"Ring at 12 Rosenberg Street"'}, "an address"),
    ("link", {"text": '"Read https://example.org below a tree."'}, "links and mentions"),
    ("link", {"text": '"Ask @everyone to come to a tree."'}, "@everyone"),
]


LINKS = (
    *(
        "bit.ly/abc",
        "evil.xyz/pay",
        "evil.xyz",
        "steamcommunity.co/x",
        "ftp://a",
        "hxxps://a.b",
        "t.me/x",
        "EVIL.XYZ",
    ),
    *("mailto:ada", "www.example", "x.com", "пример.рф", "10.0.0.1", "a.b.co/x", "matrix:r/town"),
)
NO_LINKS = (
    *(
        "One tree, e.g. an oak.",
        "At 3.30 p.m. or 15.30 by a tree.",
        "Wait... then go on.",
        "Oak, etc.",
        "One and/or two.",
    ),
    *("Say: hello there.", "Half is 0.5 of it.", "Een boom, d.w.z. een eik."),
)


@pytest.mark.parametrize("words", LINKS)
def test_whatever_an_app_makes_a_link_of_is_kept_out(words):
    file = read(a_file(a_table("tree", text=f'"Go to {words} below a tree."')))
    assert ("link", True) in {(each.rule, each.blocks) for each in file.problems}


@pytest.mark.parametrize("words", NO_LINKS)
def test_what_only_has_full_stops_and_colons_is_no_link(words):
    file = read(a_file(a_table("tree", text=f'"{words}"')))
    assert "link" not in {each.rule for each in file.problems}


@pytest.mark.parametrize(("rule", "changes", "words"), ENTRIES, ids=range(len(ENTRIES)))
def test_each_breach_keeps_one_entry_out_and_is_named_by_line_id_and_rule(rule, changes, words):
    file = read(a_file(a_table("bench"), a_table("tree", **changes)))
    assert [each.id for each in file.challenges] == ["garden/bench"]
    line = a_file(a_table("bench"), a_table("tree")).splitlines().index("[[challenge]]", 6) + 1
    assert any(
        (at, found, blocks) == (line, rule, True) and words in text
        for at, _, found, blocks, text in said(file)
    ), said(file)


STANDS_OUT = [
    ("title", {"title": '"A tree that is near to you and me"'}),
    ("family", {"text": '"Go to a tree with your mother."'}),
    ("senses", {"text": '"Look at a tree."'}),
    ("spending", {"text": '"Buy something small below a tree."'}),
    ("calendar", {"text": '"Go to a tree in winter."'}),
    ("characters", {"text": '"Go to a tree! \U0001f333"'}),
    ("characters", {"text": '"Go to a {tree} and <b>rest</b>."'}),
]


@pytest.mark.parametrize(("rule", "changes"), STANDS_OUT)
def test_what_only_stands_out_is_told_and_taken(rule, changes):
    file = read(a_file(a_table("tree", **changes)))
    assert len(file.challenges) == 1
    assert (rule, False) in {(each.rule, each.blocks) for each in file.problems}


def test_everything_that_is_wrong_is_said_at_once():
    file = read(a_file(a_table("tree", effort='"x"', tie='"y"', modes="3", price="1")))
    assert len(file.problems) == 4


def test_an_entry_that_leads_to_one_that_is_left_out_is_left_out_too():
    easy = a_table("tree", effort="1", minutes="5", text='"You must go to a tree."')
    file = read(
        a_file(easy, a_table("bench", easier='"tree"'), a_table("seeds", easier='"bench"', minutes="20"))
    )
    assert file.challenges == ()
    assert [each.rule for each in file.problems if each.blocks] == ["tone", "easier", "easier"]


def test_an_id_that_stands_twice_is_taken_once():
    file = read(a_file(a_table("tree"), a_table("tree", text='"Rest below a tree and count to ten."')))
    assert len(file.challenges) == 1
    assert "twice" in said(file)[0][-1]


def test_another_licence_is_not_taken():
    file = read(a_file(head=HEAD.replace("CC0-1.0", "MIT")))
    assert (file.challenges, {each.rule for each in file.problems}) == ((), {"fields"})


def test_in_another_language_only_what_any_language_shares_is_checked():
    table = a_table("tree", text='"Ga naar een boom in de bar en zeg iets vriendelijks."')
    dutch = read(a_file(table, head=HEAD.replace('"en"', '"nl"')))
    assert said(dutch) == []
    assert said(read(a_file(table)))


def test_control_characters_and_text_direction_are_taken_away():
    file = read(a_file(a_table("tree", title='"A \\u202etree\\u0000\\nnear you"')))
    assert file.challenges[0].title.template == "A tree near you"


BAD_FILES = [
    ("", "no challenge in this file"),
    ("[[challenge]\n", "read line 1"),
    ('name = "x"\nname = "y"\n', "read line"),
    ("a = " + "[" * 5000, "as TOML"),
    ("x = " + "9" * 10_000, "as TOML"),
    ("challenge = 3", "no challenge in this file"),
    (a_file(head=""), "what the pack is called"),
    (a_file(head="name = 3\n"), "takes words in quotation marks"),
    (a_file(head='name = "Garden"\npack = "../own"\n'), "short name"),
    (a_file(head='name = "Garden"\nlanguage = "Dutch!"\n'), "written as a tag"),
    ("x" * (LONGEST + 1), "too long"),
    (HEAD + ".".join("a" * 8000) + " = 1\n" + a_table(), "read line 5 as TOML"),
    (HEAD + "x = {" + ".".join("a" * 80_000) + " = 1}\n" + a_table(), "read line 5 as TOML"),
    (HEAD + "[" + ".".join("a" * 8000) + "]\n" + a_table(), "read line 5 as TOML"),
    (HEAD + "[[challenge]]\n" * (MOST_ENTRIES + 1), "more than 300"),
]


@pytest.mark.parametrize(("source", "words"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_what_is_no_pack_is_refused_with_what_to_do(source, words):
    with pytest.raises(BadOption) as refusal:
        read(source)
    assert words in render(refusal.value.text, PlainStyle(), "en")


def test_a_table_that_is_none_is_named():
    assert "id is missing" in said(read(HEAD + "challenge = [3]\n"))[0][-1]


def test_an_unknown_key_at_the_top_is_told():
    file = read(a_file(head=HEAD + 'author = "Ada"\n'))
    assert [(each.line, each.blocks) for each in file.problems] == [(5, False)]


def test_of_thousands_of_unknown_keys_and_tables_a_few_are_told():
    """Each is looked up in one pass: their number does not multiply with the length of the file."""
    file = read(a_file() + "".join(f"\n[a{number}]" for number in range(9000)))
    assert len(file.challenges) == 2
    assert [(each.line, each.id) for each in file.problems][:2] == [(40, "-"), (41, "-")]
    assert len(file.problems) == 10
    one = "".join(f"b{number} = 1\n" for number in range(5000))
    assert len(read(a_file(a_table("bench"), a_table("tree") + one)).problems) == 10


def test_a_written_pack_is_read_as_what_it_was():
    hostile = a_table("bench", title='"Bänk \\"x\\" \\\\ ü"', tender="true", easier='"tree"')
    first = read(a_file(a_table("tree", effort="1", minutes="5"), hostile))
    pack = Pack(community=CommunityId("town"), id=first.id, name='Garden "club"', language="en")
    entries = [
        PackEntry(community=pack.community, id=each.id, pack=pack.id, number=number, entry=each)
        for number, each in enumerate(first.challenges)
    ]
    again = read(write_pack(pack, pack.name, entries).decode())
    assert again.challenges == first.challenges
    assert (again.id, again.name) == (pack.id, pack.name)


@pytest.mark.parametrize(
    ("name", "slug"), [("Garden club", "garden-club"), ("Bänke & Bäume", "banke-baume"), ("x" * 60, "x" * 24)]
)
def test_a_name_becomes_a_short_name(name, slug):
    assert slug_of(name) == slug


def test_a_name_without_letters_of_ours_becomes_a_hash():
    assert slug_of("庭") == slug_of("庭") != slug_of("公園")
