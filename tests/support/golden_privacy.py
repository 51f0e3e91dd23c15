"""What Kith says of forgetting and keeping, made from fixed facts."""

from datetime import timedelta

from bot.commands.forget import done_card, question
from bot.domain.community import Community
from bot.ids import CommunityId
from bot.services.cards.meetings import somebody_left
from bot.services.privacy.keeping import card

_ZONE = "Europe/Amsterdam"
_HERE = Community(id=CommunityId("c1"), zone=_ZONE, name="Riverside")
_THERE = Community(id=CommunityId("c2"), zone=_ZONE, name="Hill & Dale")


def messages(now):
    """Return every card by name: what makes it, and whether it is read in a group's place."""
    return {
        "forget-question": (lambda _cast: question((_HERE,)), False),
        "forget-where": (lambda _cast: question((_HERE, _THERE)), False),
        "forget-done": (lambda _cast: done_card(everywhere=True), False),
        "forget-done-here": (lambda _cast: done_card(everywhere=False), False),
        "keep-profile": (lambda _cast: card(now + timedelta(days=14), _ZONE), False),
        "somebody-unnamed-left": (
            lambda cast: somebody_left(None, [cast.users["Ben"], cast.users["Chi"]], plan_stands=True),
            True,
        ),
    }
