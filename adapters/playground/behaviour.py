"""What pretend people do with what they see: which choice, and after how long.

Every rule reads the commands that a menu's choices stand for, never its words, so it works in any language.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from adapters.playground.people import Character
from bot.ports.messages import Menu, Message
from bot.text.message import Moment, Text

LATE_BEFORE = timedelta(minutes=10)
REALLY_HAPPENED = 0.9
"""How often a planned meeting of the pretend town takes place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Mean to choose some keys, at an instant."""

    keys: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Hold what somebody looks at: a message with a menu, and when."""

    message: Message
    menu: Menu
    now: datetime
    seed: int

    def key_for(self, command: str, **options: str) -> str | None:
        """Return the key of the first choice that calls a command with these options."""
        for choice in self.menu.choices:
            action = choice.action
            if action.command == command and options.items() <= action.options.items():
                return choice.key
        return None

    def keys_for(self, command: str) -> list[str]:
        """Return the keys of all choices that call a command."""
        return [choice.key for choice in self.menu.choices if choice.action.command == command]


Rule = Callable[[Character, Sight, Random], Intent | None]


def intend(person: Character, sight: Sight, rng: Random) -> Intent | None:
    """Return what somebody means to do about a menu, or None when they let it be."""
    commands = {choice.action.command for choice in sight.menu.choices}
    for command, rule in RULES.items():
        if command in commands:
            return rule(person, sight, rng)
    return None


def answer_time(person: Character, now: datetime, rng: Random, *, most: float = 40.0) -> datetime:
    """Draw when somebody answers: sooner or later as is their way, and not in the night."""
    at = now + timedelta(hours=min(rng.expovariate(1 / person.temper.slow), most) + 0.05)
    if at.hour >= 21:  # noqa: PLR2004 - UTC; late in the evening people put it off
        at = at.replace(hour=7) + timedelta(days=1)
    elif at.hour < 6:  # noqa: PLR2004 - asleep
        at = at.replace(hour=6) + timedelta(hours=rng.random() * 3)
    return at.replace(minute=at.minute // 10 * 10, second=0, microsecond=0) + timedelta(minutes=10)


def _soon(now: datetime, rng: Random) -> datetime:
    return now + timedelta(minutes=rng.randint(1, 3))


def _open_round(person: Character, sight: Sight, rng: Random) -> Intent | None:
    if rng.random() < person.temper.keen:
        key = sight.key_for("meet join")
    else:
        key = sight.key_for("meet skip") if rng.random() < 0.5 else None  # noqa: PLR2004 - half of them say so
    return _go(key, answer_time(person, sight.now, rng))


def _choose_time(person: Character, sight: Sight, rng: Random) -> Intent | None:
    options = [("either", 0.68), ("first", 0.13), ("second", 0.1), ("neither", 0.03), ("", 0.06)]
    wanted = rng.choices([name for name, _ in options], [weight for _, weight in options])[0]
    key = sight.key_for("meet plan", choice=wanted) if wanted else None
    if wanted == "either" and key is None:
        key = sight.key_for("meet plan", choice="first")
    if wanted and rng.random() < 0.03:  # noqa: PLR2004 - now and then somebody would rather go elsewhere
        key = sight.key_for("meet plan", spot="other") or key
    return _go(key, answer_time(person, sight.now, rng, most=30))


def _before_meeting(person: Character, sight: Sight, rng: Random) -> Intent | None:
    meets_at = next((at for at in moments(sight.message) if at > sight.now), None)
    if meets_at is None:
        return None
    if rng.random() > person.temper.steady and rng.random() < 0.35:  # noqa: PLR2004 - asked three times before each
        at = min(answer_time(person, sight.now, rng), meets_at - timedelta(hours=1))
        return _go(sight.key_for("meet cancel"), max(at, sight.now))
    if sight.message.title is None and rng.random() < 0.05:  # noqa: PLR2004 - one in twenty, at the last reminder
        return _go(sight.key_for("meet late"), max(meets_at - LATE_BEFORE, sight.now))
    return None


def _check_in(person: Character, sight: Sight, rng: Random) -> Intent | None:
    group = sight.menu.choices[0].action.options.get("group", "")
    asked = set(sight.menu.choices[0].action.options) - {"group"}
    if "met" in asked:
        if rng.random() > 0.55 + person.temper.chatty:
            return None
        really = Random(f"{sight.seed} {group}").random() < REALLY_HAPPENED  # noqa: S311 - the same for the whole group
        key = sight.key_for("meet checkin", met="yes" if really else "no")
        return _go(key, answer_time(person, sight.now, rng, most=20))
    if "feeling" in asked:
        feeling = rng.choices(("good", "ok", "not-for-me"), (0.7, 0.25, 0.05))[0]
        return _go(sight.key_for("meet checkin", feeling=feeling), _soon(sight.now, rng))
    wish = "yes" if rng.random() < 0.75 else "no"  # noqa: PLR2004 - most people would
    return _go(sight.key_for("meet checkin", again=wish), _soon(sight.now, rng))


def _attend(person: Character, sight: Sight, rng: Random) -> Intent | None:
    how = "always" if rng.random() < person.temper.always else "ask"
    return _go(sight.key_for("meet attend", how=how), _soon(sight.now, rng))


def _challenge(person: Character, sight: Sight, rng: Random) -> Intent | None:
    wanted = rng.choices(("challenge done", "challenge swap", "challenge skip", ""), (0.3, 0.12, 0.13, 0.45))[
        0
    ]
    key = sight.key_for(wanted) if wanted else None
    return _go(key, answer_time(person, sight.now + timedelta(hours=rng.uniform(1, 60)), rng))


def _felt(_person: Character, sight: Sight, rng: Random) -> Intent | None:
    how = rng.choices(("easier", "as-expected", "harder", ""), (0.35, 0.25, 0.1, 0.3))[0]
    return _go(sight.key_for("challenge felt", how=how) if how else None, _soon(sight.now, rng))


def _glad(_person: Character, sight: Sight, rng: Random) -> Intent | None:
    said = rng.choices(("yes", "not-now", "rather-not", ""), (0.6, 0.2, 0.1, 0.1))[0]
    return _go(sight.key_for("challenge answer", said=said) if said else None, _soon(sight.now, rng))


def _pick_circle(_person: Character, sight: Sight, rng: Random) -> Intent | None:
    return _go(rng.choice(sight.keys_for("meet join")), sight.now)


def _join(person: Character, sight: Sight, rng: Random) -> Intent | None:
    """Tell an opening post (join or skip) from a newcomer's choice of circles."""
    if sight.keys_for("meet skip"):
        return _open_round(person, sight, rng)
    return _pick_circle(person, sight, rng)


def _consent(person: Character, sight: Sight, _rng: Random) -> Intent | None:
    how = "place" if person.quiet else "direct"
    key = sight.key_for("meet consent", how=how) or sight.key_for("meet consent", how="direct")
    return _go(key, sight.now)


def _go(key: str | None, at: datetime) -> Intent | None:
    return Intent(keys=(key,), at=at) if key is not None else None


RULES: dict[str, Rule] = {
    "meet consent": _consent,
    "meet attend": _attend,
    "meet checkin": _check_in,
    "meet cancel": _before_meeting,  # a plan that stands can be moved too, hence before the next one
    "meet plan": _choose_time,
    "challenge felt": _felt,  # the thanks for a Done offers other things too, hence before the next one
    "challenge answer": _glad,
    "challenge done": _challenge,
    "meet join": _join,
}
"""The first rule whose command a menu offers decides."""


def moments(message: Message) -> Iterator[datetime]:
    """Yield the instants that a card's facts name."""
    for fact in message.facts:
        yield from _moments_in(fact.value)


def _moments_in(text: Text) -> Iterator[datetime]:
    for value in text.values.values():
        if isinstance(value, Moment):
            yield value.at
        elif isinstance(value, Text):
            yield from _moments_in(value)
