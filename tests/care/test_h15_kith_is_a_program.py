"""H15: Kith never speaks as a person, never claims to watch over anybody, and never contacts people outside."""

import ast
import re
from pathlib import Path

import pytest

from bot.ports.messages import Message
from bot.ports.platform import ChatPlatform
from bot.services import steps
from bot.services.cards import care
from bot.text.render import PlainStyle, render
from tests.support.sentences import calls
from tests.support.traces import joined, kith_at

pytestmark = pytest.mark.timeout(60)
WATCHING = re.compile(
    r"\b(?:watch(?:ing)?|look(?:ing)? after|keep(?:ing)? (?:an eye|you safe|watch)|monitor\w*|protect\w*|guard\w*|"
    r"safe with us|you are not alone|we are here|we see you|track(?:ing)?)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:cannot|can't|never|not|nobody)\b[^.]*$", re.IGNORECASE)
OUTSIDE = re.compile(
    r"\b(?:i|we)(?:'ll| will| have|'ve| am| are)? (?:call|called|calling|ring|alert|alerted|inform|informed|notify|notified)"
    r"\b[^.]*\b(?:police|ambulance|emergency|doctor|family|authorities|112|911|999)\b",
    re.IGNORECASE,
)
AS_A_PERSON = re.compile(
    r"\b(?:i feel|i'm sorry to hear|i understand how|i've been there|as a friend|i care about you|i love|i miss you|"
    r"hugs?|trust me|i am human|i'm human)\b",
    re.IGNORECASE,
)
SENTENCES = [(call.where, form) for call in calls() for form in call.forms if form]


def claims(pattern, form):
    return [found.group() for found in pattern.finditer(form) if not DENIED.search(form[: found.end()])]


def test_no_sentence_claims_to_watch_over_anybody():
    assert [(where, form) for where, form in SENTENCES if claims(WATCHING, form)] == []


def test_no_sentence_says_that_kith_contacts_anybody_outside():
    assert [(where, form) for where, form in SENTENCES if OUTSIDE.search(form)] == []


def test_no_sentence_speaks_as_a_person_would_of_feelings():
    assert [(where, form) for where, form in SENTENCES if AS_A_PERSON.search(form)] == []


def test_the_patterns_would_find_it():
    assert claims(WATCHING, "Don't worry, we are watching over you.")
    assert not claims(WATCHING, "I can't talk it through or keep watch.")
    assert OUTSIDE.search("I have called the police for you.")
    assert AS_A_PERSON.search("I understand how you feel.")


def test_help_says_that_it_comes_from_a_program():
    cards = (care.crisis_card(None, "token"), care.support_card(None), care.worried_card(None))
    assert all("I'm a program" in words_of(card) for card in cards)


def words_of(message: Message) -> str:
    texts = (*message.lines, *((message.footer,) if message.footer else ()))
    return " ".join(render(text, PlainStyle(), "en") for text in texts)


def test_there_is_no_way_to_reach_anybody_but_through_the_chat():
    """Whatever Kith does outside itself is done on a chat platform; the core imports no network."""
    assert all("platform" in each.__dataclass_fields__ for each in steps.Effect.__args__)
    reaching = {
        "smtplib",
        "socket",
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "aiohttp",
        "ftplib",
    }
    for file in Path("bot").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        named |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        assert not named & reaching, file


def test_a_platform_is_asked_for_nothing_that_acts_as_a_person():
    assert not [name for name in vars(ChatPlatform) if re.search(r"imperson|as_user|webhook|nick", name)]


async def test_whoever_is_worried_hears_what_helps_and_the_other_person_hears_nothing():
    """ "I'm worried about someone" has no way to name anybody; a moderator is asked for the worried person alone."""
    async with kith_at("playground") as (kith, _, ada):
        ben = await joined(kith.stage, "Ben")
        before = len(await ben.sees())
        await ada.say("kith support")
        card = await ada.tap("I'm worried about someone")
        assert card.where == "private"
        assert "findahelpline.com" in card.text
        assert "I never write to the person you are thinking of" in card.text
        asked = await ada.tap("Ask a moderator to write to me")
        assert "I have asked the moderators" in asked.text
        await kith.push(days=1)
        later = [
            each.text for each in (await ben.sees())[before:]
        ]  # the round that opened meanwhile, at most
        assert not any(word in text for text in later for word in ("worried", "moderator", "Ada"))
