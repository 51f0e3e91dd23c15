"""A season in one picture: legible for tiny and huge communities, and told in words as well."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.community import Community
from bot.domain.recap import WEEK, Count, Season, published
from bot.ids import CommunityId
from bot.pictures.drawing import draw
from bot.pictures.palette import INK, ON_BAND, QUIET
from bot.pictures.recap import MOST_HEIGHT, recap_sheet
from bot.services.cards.recap_picture import recap_picture
from bot.services.recap.seasons import Told
from bot.text.pseudo import PSEUDO_LANGUAGES
from bot.text.render import PlainStyle, render
from tests.support.pictures import height_of, lines_in, outside, size_of

pytestmark = pytest.mark.timeout(60)
HERE = Community(id=CommunityId("c"), zone="Europe/Amsterdam", name="Riverside")
SOME = {
    Count.MET: 64,
    Count.PAIRS_AGAIN: 17,
    Count.MEETINGS: 44,
    Count.TAPS_DONE: 122,
    **{f"{WEEK}{week}": count for week, count in enumerate((18, 0, 15, 0, 11))},
}


def told(counts):
    season = Season(number=2, first=date(2026, 9, 7), last=date(2026, 10, 11))
    return Told(season=season, recap=published(counts), over=True, settled=True)


def picture(counts=SOME, community=HERE, **changes):
    return replace(recap_picture(told(counts), community, "en").picture, **changes)


def alt(counts):
    return render(recap_picture(told(counts), HERE, "en").alt, PlainStyle(), "en")


@pytest.mark.parametrize(
    "counts",
    [
        SOME,
        {Count.MET: 5},
        {name: count * 1000 for name, count in SOME.items()},
        {Count.MET: 7, Count.TAPS_DONE: 9},
    ],
    ids=["some", "tiny", "huge", "two numbers"],
)
def test_it_fits_whatever_the_numbers(counts):
    sheet = recap_sheet(picture(counts))
    assert outside(sheet) == []
    assert height_of(sheet) <= MOST_HEIGHT
    assert {line.colour for line in lines_in(sheet)} <= {INK, QUIET, ON_BAND}
    assert min(line.size for line in lines_in(sheet)) * 320 / 800 >= 10


def test_longer_words_and_a_long_name_fit():
    longer = picture(
        heading="⟦Óúŕ šéášóñ ļóñĝéŕ ţĥáñ ýóú⟧",
        dates="⟦17 September 2026 ţó 11 November 2026 ļóñĝéŕ ţĥáñ ýóú ţĥíñķ⟧",
        tiles=tuple(("123456+", "⟦ɱéɱƀéŕš ɱéţ šóɱéóñé ļóñĝéŕ ţĥáñ ýóú⟧") for _ in range(4)),
        bars_title="⟦Ĝŕóúþš ţĥáţ ɱéţ, ƀý ţĥé ŵééķ íñ ŵĥíçĥ ţĥéý ŵéŕé ɱáţçĥéđ ļóñĝéŕ ţĥáñ⟧",
        footer="⟦Çóúñţš óñļý; ñóţĥíñĝ ƀéļóŵ ƒíṽé. ļóñĝéŕ ţĥáñ ýóú ţĥíñķ⟧",
        name="Neighbours of the Oosterpark and their friends from elsewhere",
    )
    assert outside(recap_sheet(longer)) == []
    assert outside(recap_sheet(replace(longer, rtl=True))) == []
    assert len(draw(longer)) < 100_000


@pytest.mark.parametrize("language", PSEUDO_LANGUAGES)
def test_it_fits_in_the_pretended_languages(language):
    illustration = recap_picture(told(SOME), HERE, language)
    assert outside(recap_sheet(illustration.picture)) == []
    assert illustration.picture.rtl == (language == "ar-XB")
    assert len(draw(illustration.picture)) < 100_000


@pytest.mark.parametrize(("word", "shown"), [("Week", "Week 3"), ("Semaine", "3"), ("Wochennummer", "3")])
def test_no_weeks_name_is_cut(word, shown):
    """Where it is too long for its bar, all weeks are numbers; that they are weeks stands in the title."""
    bars = tuple(replace(bar, label=f"{word} {bar.number}") for bar in picture().bars)
    words = [line.words for line in lines_in(recap_sheet(picture(bars=bars)))]
    assert shown in words
    assert not [each for each in words if "…" in each]


def test_it_is_the_same_file_twice():
    assert draw(picture()) == draw(picture())
    assert size_of(draw(picture()))[0] == 800


def test_no_line_stands_on_another():
    lines = lines_in(recap_sheet(picture()))
    for one in lines:
        for other in lines:
            apart = one.right <= other.left or other.right <= one.left
            assert one is other or apart or abs(one.y - other.y) >= min(one.size, other.size)


def test_the_words_say_what_the_picture_shows():
    words = alt(SOME)
    sheet = " ".join(line.words for line in lines_in(recap_sheet(picture())))
    for number in (60, 15, 40, 120):
        assert f"{number}+" in sheet
        assert f"{number} or more" in words
    assert "week 3: 15 or more" in words
    assert "week 2: not shown" in words
    assert len(words) < 1024


def test_a_single_week_is_no_chart():
    assert picture({Count.MET: 9, f"{WEEK}0": 9}).bars == ()


def test_fewer_than_five_who_met_make_no_picture():
    assert recap_picture(told({Count.MET: 4, Count.TAPS_DONE: 80}), HERE, "en") is None


def test_a_season_with_weeks_left_out_has_a_bar_for_each_and_a_very_long_one_has_none():
    def bars(weeks):
        season = Season(number=1, first=date(2026, 9, 7), last=date(2026, 9, 6) + timedelta(weeks=weeks))
        recap = published(SOME, weeks=season.weeks)
        return recap_picture(Told(season=season, recap=recap, over=True, settled=True), HERE, "en").picture

    for weeks in (6, 10):
        below = {line.words.removeprefix("Week ") for line in lines_in(recap_sheet(bars(weeks)))}
        assert {str(number) for number in range(1, weeks + 1)} <= below
        sheet = recap_sheet(bars(weeks))
        assert outside(sheet) == []
        assert not [line for line in lines_in(sheet) if "\u2026" in line.words]
    assert bars(11).bars == ()
