"""What pictures show, in words of one language. No person's name ever stands in one."""

from bot.domain.challenges import SKIPPING_IS_FINE, Challenge
from bot.domain.community import Community
from bot.pictures.challenge import ChallengeCard
from bot.services.illustration import Illustration
from bot.text.bidi import RIGHT_TO_LEFT, direction
from bot.text.message import T, Text
from bot.text.render import PlainStyle, render


def challenge_picture(challenge: Challenge, community: Community, language: str) -> Illustration:
    """Show a week's challenge; the message beside it says the same in words, so the picture is an extra."""
    return Illustration(
        picture=ChallengeCard(
            practice=challenge.practice,
            label=written(language, challenge.practice.label),
            title=written(language, challenge.title),
            text=written(language, challenge.text),
            smaller=written(language, T("Or smaller: {smaller}", smaller=challenge.smaller)),
            skipping=written(language, SKIPPING_IS_FINE),
            name=community.name,
            rtl=from_right(language),
        ),
        name="challenge.png",
        alt=T("This week's challenge as a card: {title}. The message says the same.", title=challenge.title),
    )


def written(language: str, text: Text) -> str:
    """Return a text as words of a language, for a picture."""
    return render(text, PlainStyle(), language)


def from_right(language: str) -> bool:
    """Say whether a language is read from right to left."""
    return direction(language) == RIGHT_TO_LEFT
