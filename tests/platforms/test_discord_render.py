"""How messages become embeds and content: within every limit, and with nothing of what members wrote interpreted."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.marks import hidden, mark_for, nonce_for
from adapters.discord.menus import view_of
from adapters.discord.render import compose, parted
from adapters.discord.words import Words, cut, escape, units
from bot.ports.messages import Action, Attachment, Choice, Fact, Menu, Message
from bot.text.bidi import FSI, PDI
from bot.text.message import Command, Moment, MomentStyle, Person, T, Verbatim, listed

WHEN = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
WORDS = Words({"meet": "42"}, {"7": "Ada *A*"}, "en")


def text(words):
    return T("{words}", words=words)


def shown(message, **how):
    return compose(message, WORDS, **how)


def test_short_words_are_plain_content():
    card = shown(Message(lines=(T("One."), T("Two.")), bullets=(T("a"), T("b"))))
    assert (card.content, card.embed) == ("One.\n\nTwo.\n\n- a\n- b", None)


def test_a_card_is_an_embed_with_fields_and_footer():
    message = Message(
        title=T("A plan"),
        lines=(T("See you {when}.", when=Moment(at=WHEN, zone="Europe/Amsterdam")),),
        facts=(Fact(label=T("Where"), value=T("Library")),),
        footer=T("Skipping is fine."),
    )
    embed = shown(message).embed
    assert (embed.title, embed.footer.text) == ("A plan", "Skipping is fine.")
    assert embed.description == f"See you <t:{int(WHEN.timestamp())}:F>."
    assert [(one.name, one.value, one.inline) for one in embed.fields] == [("Where", "Library", True)]


@pytest.mark.parametrize(
    ("style", "letter"),
    [
        (MomentStyle.LONG, "F"),
        (MomentStyle.SHORT, "f"),
        (MomentStyle.DATE, "D"),
        (MomentStyle.TIME, "t"),
        (MomentStyle.RELATIVE, "R"),
    ],
)
def test_times_are_written_for_each_readers_own_zone(style, letter):
    moment = Moment(at=WHEN, zone="Europe/Amsterdam", style=style)
    assert WORDS.text(T("{at}", at=moment)) == f"<t:1796461200:{letter}>"


def test_labels_name_people_and_write_times_out():
    label = T("{who} at {at}", who=Person("7"), at=Moment(at=WHEN, zone="Europe/Amsterdam"))
    assert WORDS.label(label, 80).startswith("Ada *A* at Saturday, 5 December 2026")
    assert WORDS.title(label, 80).startswith(r"Ada \*A\* at ")


def test_commands_can_be_clicked_where_their_id_is_known():
    assert WORDS.text(T("{c}", c=Command("meet join"))) == "</meet join:42>"
    assert WORDS.text(T("{c}", c=Command("talk"))) == "`/talk`"


def test_people_of_other_platforms_are_shown_and_not_mentioned():
    text = T("{all}", all=listed(Person("7"), Person("@bo:example.org")))
    message = Message(lines=(text,), mention=("7", "@bo:example.org"))
    card = shown(message)
    assert card.content == "<@7> and @\u200bbo:example.org"
    assert card.mention == ("7",)


def test_what_an_embed_mentions_is_also_called_out():
    card = shown(Message(title=T("T"), lines=(T("{who}", who=Person("7")),), mention=("7", "8")))
    assert card.content == "<@7> <@8>"


@pytest.mark.parametrize(
    "words",
    [
        "<@1>",
        "<@&1>",
        "<#1>",
        "<t:0:R>",
        "</meet leave:1>",
        "<id:guide>",
        "@everyone",
        "@here",
        "# big",
        "> quote",
        "-# small",
        "- item",
        "1. item",
        "||secret||",
        "```code```",
        "[x](javascript:alert)",
        "*a* _b_ ~~c~~ `d`",
        "\u202etxt.exe",
        "a\u0000b",
        "\ud800",
        hidden("abcdefghij"),
    ],
)
def test_nothing_that_members_write_is_interpreted(words):
    safe = escape(words)
    safe.encode()
    assert not re.search(r"<[@#/:a-z]|@(everyone|here)|[\u202e\u0000\ud800\U000e0000-\U000e007f]", safe)
    assert not re.search(r"(?<!\\)[`*_~|\[\]]", safe)
    assert not re.match(r"[#>-]|\d+\.\s", safe) or safe.startswith(">")


def test_links_and_emoji_stay_whole():
    assert escape("see https://example.org/a_b_c*d now") == "see https://example.org/a_b_c*d now"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert escape(family) == family


anything = st.text(max_size=400).map(lambda words: words * 20)


@settings(max_examples=60, deadline=None)
@given(
    title=st.none() | anything,
    lines=st.lists(anything, max_size=4),
    facts=st.lists(st.tuples(anything, anything), max_size=30),
    footer=st.none() | anything,
    mention=st.lists(st.integers(1, 1 << 62).map(str), max_size=120),
)
def test_every_message_keeps_to_discords_limits(title, lines, facts, footer, mention):
    message = Message(
        title=title and text(Verbatim(title)),
        lines=tuple(text(Verbatim(line)) for line in lines),
        facts=tuple(Fact(label=text(one), value=text(two)) for one, two in facts),
        footer=footer and text(Verbatim(footer)),
        mention=tuple(mention),
    )
    card = shown(message, mark="abcdefghij")
    assert units(card.content) <= 2000
    assert card.content or card.embed
    if card.embed is None:
        return
    embed = card.embed
    parts = [embed.title or "", embed.description or "", embed.footer.text or ""]
    parts += [part for one in embed.fields for part in (one.name, one.value)]
    assert sum(map(units, parts)) <= 6000
    assert units(parts[0]) <= 256
    assert units(parts[1]) <= 4096
    assert len(embed.fields) <= 25
    assert all(1 <= units(one.name) <= 256 and 1 <= units(one.value) <= 1024 for one in embed.fields)


def test_a_long_text_is_cut_at_a_word_and_never_in_a_mention():
    assert cut("one two three", 10) == "one two…"
    assert cut("hello there <t:1796461200:F>", 24) == "hello there…"
    assert cut("short", 5) == "short"
    assert units(cut("\U0001f600" * 50, 11)) <= 11


def test_a_picture_is_shown_in_the_card_with_its_description():
    picture = Attachment(name="recap.png", media_type="image/png", data=b"png", alt=T("Four walks"))
    card = shown(Message(lines=(T("The season."),), files=(picture,)))
    assert card.embed.image.url == "attachment://recap.png"
    (file,) = card.files()
    assert (file.filename, file.description) == ("recap.png", "Four walks")


def menu(count, **how):
    choices = tuple(
        Choice(key=f"c-{number}", label=T("Choice {n}", n=number), action=Action(command="talk"))
        for number in range(count)
    )
    return replace(Menu(choices=choices), id="m" * 16, **how)


def components(menu, **how):
    view = view_of(menu, WORDS, shared=lambda command: True, **how)
    return [item.item for item in view.children]


async def test_up_to_six_choices_are_buttons_and_more_are_a_select():
    assert [item.type.name for item in components(menu(6))] == ["button"] * 6
    (select,) = components(menu(7))
    assert (select.min_values, select.max_values, len(select.options)) == (1, 1, 7)
    (gather,) = components(menu(3, gather="days", least=0))
    assert (gather.min_values, gather.max_values) == (0, 3)


async def test_ids_of_components_carry_the_menu_the_choice_and_the_mark_and_fit():
    long = replace(menu(1), choices=(replace(menu(1).choices[0], key="k" * 32),))
    (button,) = components(long, mark="abcdefghij")
    assert button.custom_id == f"k1:p:{'m' * 16}:{'k' * 32}:abcdefghij"
    assert len(button.custom_id) <= 100
    (shared,) = components(replace(menu(1), private=False))
    assert shared.custom_id.startswith("k1:s:")


def test_a_message_without_a_menu_carries_its_mark_unseen():
    card = shown(Message(lines=(T("Hello"),)), mark="abcdefghij")
    assert card.content == "Hello" + hidden("abcdefghij")
    assert all(0xE0000 < ord(letter) < 0xE0080 for letter in hidden("abcdefghij"))
    with_menu = shown(Message(lines=(T("Hello"),), menu=menu(1)), mark="abcdefghij")
    assert with_menu.content == "Hello"


def test_marks_and_nonces_are_the_same_on_every_start():
    assert nonce_for(5, "round/1/intro") == nonce_for(5, "round/1/intro")
    assert len(nonce_for(5, "k")) == 24
    assert nonce_for(5, "k") != nonce_for(6, "k")
    assert mark_for("k") != mark_for("l")


def lines_of(count, size=60):
    return tuple(T("{words}", words=f"line {number} ".ljust(size, "x")) for number in range(count))


def test_a_page_longer_than_a_description_goes_on_in_fields_before_the_facts():
    fact = Fact(label=T("Where"), value=T("Library"))
    embed = shown(Message(title=T("Long"), lines=lines_of(85), facts=(fact,))).embed
    assert units(embed.description) <= 4096
    assert [one.name for one in embed.fields] == ["\u200b", "\u200b", "Where"]
    whole = "\n".join([embed.description, *(one.value for one in embed.fields)])
    assert [f"line {number} " in whole for number in range(85)] == [True] * 85
    assert "…" not in whole


def test_a_page_longer_than_an_embed_says_that_it_was_cut():
    embed = shown(Message(title=T("Long"), lines=lines_of(200))).embed
    assert len(embed) <= 6000
    assert embed.description.endswith("…")


def test_one_line_that_is_too_long_is_cut_at_a_word():
    first, rest = parted("word " * 40, 100)
    assert first.endswith("word…")
    assert rest == ""


def test_a_command_or_a_mention_is_never_cut_in_half():
    assert cut("See `/meet join` and then some", 14) == "See…"
    assert cut("With <@123456789012345678> and others", 20) == "With…"
    assert cut(f"With {FSI}<@123456789012345678>{PDI} and others", 20) == "With…"


def test_what_people_wrote_is_shortened_before_the_sentence_around_it():
    words = Words({}, {}, "en")
    label = words.label(T("Meet at {spot} on Saturday", spot="The Old Library by the River " * 3), 60)
    assert label.startswith("Meet at The Old Library")
    assert label.endswith("… on Saturday")
    assert units(label) <= 60
