"""From messages to words: placeholders, plurals, lists, times, in several languages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from babel import localedata
from babel.localedata import locale_identifiers
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.bidi import bare
from bot.text.message import TN, Command, Moment, MomentStyle, Percent, Person, T, Text, Verbatim, listed
from bot.text.render import PlainStyle, render, written_moment
from tests.support.languages import languages_in, write_language

PLAIN = PlainStyle()
WHEN = datetime(2026, 12, 5, 17, tzinfo=UTC)  # a Saturday, 18:00 in Amsterdam
AMSTERDAM = "Europe/Amsterdam"


def plain(text, language="en"):
    return render(text, PLAIN, language)


@pytest.mark.parametrize(("language", "words"), [("en", "at most 0.02%"), ("de", "at most 0,02\xa0%")])
def test_a_share_is_written_as_the_language_writes_it(language, words):
    assert plain(T("at most {share}", share=Percent(0.0002)), language) == words


class Loud(PlainStyle):
    """Mark what a style is asked to write."""

    def words(self, words):
        return f"<{words}>"


@given(name=st.text(), other=st.text())
@example(name="", other="\u061b")  # of the other direction, so it is kept to itself
@example(name="\u061b", other="\u2069{name}")
def test_words_that_people_wrote_are_shown_once_and_never_read_as_placeholders(name, other):
    said = T("{name} and {other}", name=name, other=Verbatim(other))
    shown, expected = render(said, Loud(), "en"), f"<{name}> and <{other}>"
    assert _bare(shown) == _bare(expected)


def _bare(words):
    """Leave out the isolates in which words of the other direction stand."""
    return words.translate(dict.fromkeys(range(0x2066, 0x206A)))


@pytest.mark.parametrize(
    "hostile",
    [
        "{0.__class__}",
        "{}",
        "{name.__init__.__globals__}",
        "{name[0]}",
        "{name!r}",
        "{name:>10}",
        "{{name}}",
        "%(name)s",
        "%s",
        "${name}",
        "{Name}",
        "{na me}",
        "{name",
        "name}",
    ],
)
def test_nothing_but_a_plain_name_in_braces_is_a_placeholder(hostile):
    """Neither a template, as a translator may write it, nor a value reaches an attribute, an index or a format."""
    expected = hostile.replace("{name}", "Ada") if hostile in {"{{name}}", "${name}"} else hostile
    assert plain(T(hostile, name="Ada")) == expected
    assert plain(T("{name}", name=hostile)) == hostile


def test_an_unknown_placeholder_stays_in_sight():
    assert plain(T("{who} meets {whom}", who="Ada")) == "Ada meets {whom}"


def test_a_value_may_be_used_twice_or_not_at_all():
    assert plain(T("{a}{a}", a=1, b=2)) == "11"


def test_each_kind_of_value_goes_to_the_style():
    said = T(
        "{n} {words} {person} {command} {moment}",
        n=3,
        words="w",
        person=Person("u1"),
        command=Command("meet join"),
        moment=Moment(at=WHEN, zone=AMSTERDAM, style=MomentStyle.TIME),
    )
    assert render(said, Loud(), "en") == '3 <w> @u1 "meet join" 18:00'


def test_a_message_in_a_message_is_rendered_with_its_own_values():
    inner = T("{day} at {place}", day=T("Saturday"), place="the {place}")
    assert render(T("Come on {day}.", day=inner), Loud(), "en") == "Come on Saturday at <the {place}>."


def test_a_nested_message_is_translated_too(tmp_path):
    write_language(tmp_path, "nl", {"Come on {day}.": "Kom {day}.", "Saturday": "zaterdag"})
    with languages_in(tmp_path):
        assert plain(T("Come on {day}.", day=T("Saturday")), "nl") == "Kom zaterdag."
        assert plain(T("Come on {day}.", day="Saturday"), "nl") == "Kom Saturday.", "people's words are not"


def test_a_translation_may_turn_the_order_round_and_drop_a_value(tmp_path):
    write_language(tmp_path, "nl", {"{a} before {b} ({c})": "{b} na {a}"})
    with languages_in(tmp_path):
        assert plain(T("{a} before {b} ({c})", a=1, b=2, c=3), "nl") == "2 na 1"


def test_a_translator_reaches_nothing_that_the_message_does_not_hold(tmp_path):
    write_language(tmp_path, "nl", {"Hi {who}": "{who.__class__} {secret} {who}"})
    with languages_in(tmp_path):
        assert plain(T("Hi {who}", who="Ada"), "nl") == "{who.__class__} {secret} Ada"


POLISH = {
    ("{count} walk with {who}", "{count} walks with {who}"): (
        "{count} spacer z {who}",
        "{count} spacery z {who}",
        "{count} spacerów z {who}",
    )
}


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (1, "spacer"),
        (2, "spacery"),
        (4, "spacery"),
        (5, "spacerów"),
        (0, "spacerów"),
        (12, "spacerów"),
        (22, "spacery"),
        (101, "spacerów"),
    ],
)
def test_polish_has_three_forms(tmp_path, count, form):
    write_language(tmp_path, "pl", POLISH)
    with languages_in(tmp_path):
        said = TN("{count} walk with {who}", "{count} walks with {who}", count, who="Ada")
        assert plain(said, "pl") == f"{count} {form} z Ada"


def test_arabic_has_six_forms_and_japanese_one(tmp_path):
    pair = ("{count} day", "{count} days")
    write_language(tmp_path, "ar", {pair: tuple(f"{{count}}-{form}" for form in range(6))})
    write_language(tmp_path, "ja", {pair: ("{count}日",)})
    with languages_in(tmp_path):
        arabic = [plain(TN(*pair, count), "ar") for count in (0, 1, 2, 3, 101, 111)]
        assert arabic == ["0-0", "1-1", "2-2", "3-3", "101-4", "111-5"]
        assert [plain(TN(*pair, count), "ja") for count in (0, 1, 2)] == ["0日", "1日", "2日"]


def test_half_a_translation_of_a_plural_is_none(tmp_path):
    write_language(tmp_path, "pl", {("{count} day", "{count} days"): ("{count} dzień", "", "")})
    with languages_in(tmp_path):
        assert plain(TN("{count} day", "{count} days", 3), "pl") == "3 days"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(1, "1 day"), (0, "0 days"), (2, "2 days"), (-1, "-1 days"), (10**18, f"{10**18} days")],
)
def test_english_plurals(count, shown):
    assert plain(TN("{count} day", "{count} days", count)) == shown


@pytest.mark.parametrize(
    ("language", "two", "three"),
    [
        ("en", "a and b", "a, b and c"),
        ("en-US", "a and b", "a, b, and c"),
        ("en-GB", "a, b and c", None),
        ("de", "a und b", "a, b und c"),
        ("fr", "a et b", "a, b et c"),
        ("ja", "a、b", "a、b、c"),
        ("ar", "a وb", "a وb وc"),
        ("he", "a \u05d5b", "a, b \u05d5c"),
        ("xx-unheard-of", "a and b", "a, b, and c"),
    ],
)
def test_lists_are_joined_as_the_language_does(language, two, three):
    if three is None:
        assert bare(plain(T("{x}", x=listed("a", "b", "c")), language)) == two
    else:
        assert bare(plain(T("{x}", x=listed("a", "b")), language)) == two
        assert bare(plain(T("{x}", x=listed("a", "b", "c")), language)) == three


def test_lists_of_one_and_of_none():
    assert plain(T("[{x}]", x=listed(Person("u1")))) == "[@u1]"
    assert plain(T("[{x}]", x=listed())) == "[]"


@given(st.lists(st.text(alphabet="{}0123%s", max_size=6), max_size=4))
def test_words_in_lists_are_never_read_as_placeholders(words):
    """Babel joins lists with {0} and {1}; a member's {0} is none of these."""
    shown = render(T("{x}", x=listed(*words)), Loud(), "en")
    for word in words:
        assert f"<{word}>" in shown


@pytest.mark.parametrize(
    ("language", "zone", "style", "shown"),
    [
        ("en", AMSTERDAM, MomentStyle.LONG, "Saturday, 5 December 2026, 18:00"),
        ("en", AMSTERDAM, MomentStyle.SHORT, "Sat, 5 Dec, 18:00"),
        ("en", AMSTERDAM, MomentStyle.DATE, "5 December 2026"),
        ("en", AMSTERDAM, MomentStyle.TIME, "18:00"),
        ("en", "America/New_York", MomentStyle.LONG, "Saturday, December 5, 2026, 12:00\u202fPM"),
        ("en", "Asia/Tokyo", MomentStyle.DATE, "December 6, 2026"),
        ("en-GB", "America/New_York", MomentStyle.SHORT, "Sat 5 Dec, 12:00"),
        ("de", "Europe/Berlin", MomentStyle.LONG, "Samstag, 5. Dezember 2026, 18:00"),
        ("de-AT", "Europe/Vienna", MomentStyle.SHORT, "Sa., 5. Dez., 18:00"),
        ("nl", AMSTERDAM, MomentStyle.SHORT, "za 5 dec, 18:00"),
        ("ja", "Asia/Tokyo", MomentStyle.LONG, "2026年12月6日日曜日 2:00"),
        ("pl", "Europe/Warsaw", MomentStyle.SHORT, "sob., 5 gru, 18:00"),
        ("tlh", AMSTERDAM, MomentStyle.TIME, "18:00"),
    ],
)
def test_times_are_written_as_people_there_write_them(language, zone, style, shown):
    assert written_moment(Moment(at=WHEN, zone=zone, style=style), language) == shown


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (timedelta(days=2), "in 2 days"),
        (timedelta(hours=2), "in 2 hours"),
        (-timedelta(hours=3), "3 hours ago"),
    ],
)
def test_a_relative_time_is_told_from_now(ahead, shown):
    moment = Moment(at=WHEN + ahead, zone=AMSTERDAM, style=MomentStyle.RELATIVE)
    assert written_moment(moment, "en", now=WHEN) == shown
    assert written_moment(moment, "en").endswith(" December 2026"), "without a now, the date says it"


@given(
    st.sampled_from([name.replace("_", "-") for name in locale_identifiers()]),
    st.sampled_from(sorted(available_timezones())),
    st.sampled_from(MomentStyle),
)
def test_every_language_can_write_every_time_everywhere(language, zone, style):
    try:
        shown = written_moment(Moment(at=WHEN, zone=zone, style=style), language)
    finally:
        localedata._cache.clear()  # Babel writes what it resolves for the rarest ones into what all share
    assert shown.strip() == shown != ""
    assert not set("{}") & set(shown)


def test_a_text_without_values_is_shown_as_it_is():
    assert plain(Text(template="Hello.")) == "Hello."
