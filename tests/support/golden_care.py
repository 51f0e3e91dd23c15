"""What Kith says when words are heavy or private, made from fixed facts."""

from dataclasses import replace
from datetime import date

from bot.content.private.details import Detail
from bot.services.cards import care as cards
from tests.support.town import COMMUNITY

WITH_CONTACTS = replace(
    COMMUNITY,
    help_lines="113 (day and night), MIND Korrelatie",
    emergency="112",
    help_checked=date(2026, 10, 1),
)


def messages():
    """Return name -> (maker, whether it is posted for several people)."""
    return {
        "crisis": (lambda _: cards.crisis_card(None, "token"), False),
        "crisis-own-contacts": (lambda _: cards.crisis_card(WITH_CONTACTS, "token"), False),
        "crisis-in-a-chat": (lambda _: cards.crisis_card(WITH_CONTACTS, ""), False),
        "moderator-asked": (lambda _: cards.asked_card(WITH_CONTACTS, "token"), False),
        "private-detail": (
            lambda _: cards.private_question("token", "Ring me at 06 12345678", Detail.PHONE),
            False,
        ),
        "contacts-due": (lambda _: cards.recheck_card(WITH_CONTACTS), True),
    }
