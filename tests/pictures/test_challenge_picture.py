"""The picture of a weekly challenge: legible everywhere, in any length, and left out rather than wrong."""

from dataclasses import replace

import pytest

from bot.content.library import load_library
from bot.domain.challenges import Practice
from bot.domain.community import Community
from bot.ids import CommunityId
from bot.pictures.challenge import WANTED_HEIGHT, challenge_sheet
from bot.pictures.drawing import draw
from bot.pictures.lettering import NotDrawable, drawable, lines_of, names_in
from bot.pictures.palette import BAND, EDGE, INK, ON_BAND, PAPER, QUIET, WRITTEN
from bot.pictures.paper import WIDTH
from bot.services.cards.pictures import challenge_picture
from bot.text.pseudo import PSEUDO_LANGUAGES
from bot.text.render import PlainStyle, render
from tests.support.pictures import contrast, height_of, lines_in, outside, size_of

pytestmark = pytest.mark.timeout(60)
LIBRARY = load_library()
HERE = Community(id=CommunityId("c"), zone="Europe/Amsterdam", name="Riverside")
LONGEST = max(LIBRARY.challenges, key=lambda each: len(each.title.template + each.text.template))
ARABIC = "لا تقلق إذا كان ذلك قصيرا، فكل تحية صغيرة مهمة."
SMALLEST = 320
"""How many points wide a phone shows a picture."""


def card(challenge=LONGEST, **changes):
    return replace(challenge_picture(challenge, HERE, "en").picture, **changes)


def words_in(sheet):
    return " ".join(line.words for line in lines_in(sheet))


@pytest.mark.parametrize("challenge", LIBRARY.challenges, ids=lambda each: each.id)
def test_every_challenge_fits_and_is_written_out(challenge):
    sheet = challenge_sheet(card(challenge))
    assert outside(sheet) == []
    assert height_of(sheet) <= WANTED_HEIGHT
    for part in (challenge.title, challenge.text, challenge.smaller):
        assert render(part, PlainStyle(), "en") in words_in(sheet)


@pytest.mark.parametrize("language", PSEUDO_LANGUAGES)
def test_every_challenge_fits_in_the_pretended_languages_too(language):
    """One is two fifths longer, the other is read from right to left."""
    for challenge in LIBRARY.challenges:
        sheet = challenge_sheet(challenge_picture(challenge, HERE, language).picture)
        assert outside(sheet) == []
        assert height_of(sheet) <= 1.2 * WANTED_HEIGHT


@pytest.mark.parametrize("language", PSEUDO_LANGUAGES)
def test_the_longest_challenge_is_a_small_file_in_the_pretended_languages(language):
    assert len(draw(challenge_picture(LONGEST, HERE, language).picture)) < 100_000


def test_words_half_as_long_again_fit_with_smaller_letters_and_a_little_more_height():
    """Some languages need two fifths more than English."""
    long = card()
    longer = replace(
        long, title=f"{long.title} and on", text=long.text + long.text[:90], smaller=long.smaller * 2
    )
    sheet = challenge_sheet(longer)
    assert outside(sheet) == []
    assert height_of(sheet) <= 1.2 * WANTED_HEIGHT
    assert min(line.size for line in lines_in(sheet)) * SMALLEST / WIDTH >= 10


def test_letters_are_large_enough_on_a_phone():
    sizes = {line.words: line.size * SMALLEST / WIDTH for line in lines_in(challenge_sheet(card()))}
    assert min(sizes.values()) >= 10
    assert max(sizes.values()) >= 18


def test_whatever_is_written_stands_out_from_its_ground():
    assert [(pair, contrast(*pair)) for pair in WRITTEN if contrast(*pair) < 4.5] == []
    used = {
        line.colour for practice in Practice for line in lines_in(challenge_sheet(card(practice=practice)))
    }
    assert used == {INK, QUIET, ON_BAND}


def test_the_edge_sets_the_card_off_from_light_and_from_dark_pages():
    pages = ("#ffffff", "#313338", "#1a1a1e")
    assert all(max(contrast(EDGE, page), contrast(PAPER, page)) >= 3 for page in pages)


def test_a_practice_is_told_by_its_name_and_its_shape_as_well_as_by_colour():
    sheets = {practice: challenge_sheet(card(practice=practice, label="Same")) for practice in Practice}
    plain = {practice: sheet.replace(BAND[practice], "") for practice, sheet in sheets.items()}
    assert len(set(plain.values())) == len(Practice)
    assert len({render(practice.label, PlainStyle(), "en") for practice in Practice}) == len(Practice)


def test_it_is_a_small_file_and_the_same_one_twice():
    picture = card()
    drawn = draw(picture)
    assert len(drawn) < 100_000
    assert size_of(drawn) == (WIDTH, height_of(challenge_sheet(picture)))
    assert draw(picture) == drawn


def test_from_right_to_left_everything_changes_sides():
    right = lines_in(challenge_sheet(card(text=ARABIC, rtl=True)))
    left = lines_in(challenge_sheet(card(text=ARABIC)))
    for one, other in zip(left, right, strict=True):
        assert other.right == pytest.approx(WIDTH - one.left)


def test_letters_that_the_font_has_not_leave_no_picture():
    """Words in a message are better than boxes in a picture."""
    assert draw(card(text="向两个人问好。")) is None
    assert draw(card(title="दो नमस्ते")) is None
    for words in ("Ωραία μέρα", "Привет, сосед", "שלום, שכן", "გამარჯობა", "Zażółć gęślą jaźń", ARABIC):
        assert drawable(words)


def test_a_name_loses_its_pictograms_and_one_in_other_letters_is_left_off():
    assert names_in("🌻 Sunny side 🦩") == "Sunny side"
    assert names_in("漢字会") == ""
    assert "Sunny side" in words_in(challenge_sheet(card(name="🌻 Sunny side 🦩")))
    assert draw(card(name="漢字会")) == draw(card(name=""))


def test_a_name_cannot_draw_anything():
    name = '</text><image href="x"/>\x00&\ud800'
    sheet = challenge_sheet(card(name=name))
    assert "<image" not in sheet
    assert "\x00" not in sheet
    assert draw(card(name=name)) is not None


def test_words_without_end_leave_no_picture():
    assert draw(card(text="word " * 2000)) is None
    with pytest.raises(NotDrawable):
        challenge_sheet(card(text="w" * 9000))


def test_a_word_wider_than_a_line_is_cut():
    pieces = lines_of("w" * 100, size=30, width=300)
    assert len(pieces) > 1
    assert "".join(pieces) == "w" * 100


def test_the_alternative_text_names_the_challenge_and_no_person_is_in_it():
    illustration = challenge_picture(LONGEST, replace(HERE, steward="Noor", contact="Sam"), "en")
    words = render(illustration.alt, PlainStyle(), "en")
    assert LONGEST.title.template in words
    assert "Noor" not in repr(illustration)
    assert "Sam" not in repr(illustration)
