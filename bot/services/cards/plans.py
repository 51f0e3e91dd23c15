"""What a group hears until its plan stands: who, why, which times, which spot."""

from collections.abc import Sequence

from bot.domain.availability import label, slots
from bot.domain.community import Spot, SpotNote
from bot.domain.rounds import Acceptance, Group
from bot.ids import UserId
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.services.cards.wording import day_words, moment, named, spot_words, unmet_words
from bot.text.message import TN, Command, MomentStyle, Person, T, Text, Verbatim, listed

_SHOWN_SLOTS = 3


def shared_times(mask: int) -> Text:
    """Name the times that people share, or say how many where they are more than a few."""
    times = [label(day, part) for day, part in slots(mask)]
    if len(times) > _SHOWN_SLOTS:
        return TN("at {count} time of the week", "at {count} times of the week", len(times))
    return T("on {times}", times=listed(*times))


def in_common(mask: int, interests: Sequence[str]) -> tuple[Text, ...]:
    """Say why these people: facts that all of them may see."""
    found: list[Text] = []
    if mask:
        found.append(T("You are free together {times}.", times=shared_times(mask)))
    if interests:
        found.append(T("You share an interest in {interests}.", interests=listed(*map(Verbatim, interests))))
    return tuple(found)


def introduction(
    group: Group,
    *,
    users: Sequence[UserId],
    spot: Spot | None,
    zone: str,
    reasons: Sequence[Text],
    starters: Sequence[Text],
    hellos: Sequence[tuple[UserId, str]] = (),
    host: UserId | None = None,
    wishes: frozenset[SpotNote] = frozenset(),
) -> Message:
    """Open a group's place: who, why, two times, one spot, three starters; `host` has an extra seat here.

    `wishes` are all that people wish of a venue: what the spot can't offer is said.
    """
    return Message(
        title=T("You are matched"),
        lines=(
            T("Hello {people}! You both said yes to meeting.", people=named(users))
            if len(users) == 2  # noqa: PLR2004 - two people are "both"
            else T("Hello {people}! You all said yes to meeting.", people=named(users)),
            *((_hosted(host),) if host is not None else ()),
            *reasons,
            *(T("{person}: {hello}", person=Person(user), hello=Verbatim(hello)) for user, hello in hellos),
            T("Tap the time that suits you. As soon as everybody shares one, the plan stands."),
            *unmet_words(spot, wishes),
            *((T("Something to talk about, if you like:"),) if starters else ()),
        ),
        facts=option_facts(group, spot, zone),
        bullets=tuple(starters),
        footer=T("An hour is plenty. Agree together how you use your phones. You can cancel at any time."),
        menu=plan_menu(group, zone),
        mention=tuple(users),
    )


def _hosted(host: UserId) -> Text:
    return T("{person} is the host here and meets another group too. Thank you!", person=Person(host))


def other_times(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str) -> Message:
    """Offer other times; where no shared ones are left, say that these are the nearest."""
    return Message(
        title=T("Two other times") if len(group.options) > 1 else T("Another time"),
        lines=(
            _NEAREST
            if group.stretch
            else T("Not everybody can make the times so far, so here is more choice."),
        ),
        facts=option_facts(group, spot, zone),
        menu=plan_menu(group, zone),
        mention=tuple(users),
    )


_NEAREST = T(
    "There is no time left that all of you usually share. This is what comes nearest by your usual weeks, in case it works "
    "for once. If it doesn't, that's fine."
)


def moved(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str) -> Message:
    """Offer times again to a group whose plan stood until somebody asked for another time; nobody is named."""
    return Message(
        title=T("Your meetup moves"),
        lines=(
            T("The time that you had is open again, because it no longer suits everybody. That happens."),
            *((_NEAREST,) if group.stretch else ()),
            T(
                "Tap what suits you now. When a new time stands, a new file puts it in the place of the old one."
            ),
        ),
        facts=option_facts(group, spot, zone),
        menu=plan_menu(group, zone),
        mention=tuple(users),
    )


def not_today(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str) -> Message:
    """Say that nobody meets at the time that calendars still hold, with the times that are open instead."""
    assert group.moved_from is not None  # noqa: S101 - callers hold a group whose plan moves
    old = moment(group.moved_from, zone, MomentStyle.TIME)
    return Message(
        lines=(T("Your meetup is not today at {time}; a new time is still open.", time=old),),
        facts=option_facts(group, spot, zone),
        menu=plan_menu(group, zone),
        mention=tuple(users),
    )


def proposal(
    group: Group, *, spot: Spot | None, zone: str, title: Text, wishes: frozenset[SpotNote] = frozenset()
) -> Message:
    """Show the proposed times and the spot, to choose from."""
    return Message(
        title=title,
        lines=unmet_words(spot, wishes),
        facts=option_facts(group, spot, zone),
        menu=plan_menu(group, zone),
    )


def option_facts(group: Group, spot: Spot | None, zone: str) -> tuple[Fact, ...]:
    """Return the times on offer, and where."""
    labels = (T("Time 1"), T("Time 2"))
    times = [
        Fact(label=name, value=day_words(at, zone)) for name, at in zip(labels, group.options, strict=False)
    ]
    return (*times, Fact(label=T("Where"), value=spot_words(spot)))


def plan_menu(group: Group, zone: str) -> Menu:
    """Offer the plan's taps: each proposed time, either, neither, other times, another spot."""
    offered = [(Acceptance.FIRST, T("Time 1")), (Acceptance.SECOND, T("Time 2"))][: len(group.options)]
    times = [
        Choice(
            key=tap.value,
            label=T("{name}: {when}", name=name, when=moment(at, zone, MomentStyle.SHORT)),
            action=plan_action(group, tap),
            tone=Tone.MAIN,
        )
        for (tap, name), at in zip(offered, group.options, strict=False)
    ]
    several = len(group.options) > 1
    both = Choice(key="either", label=T("Either"), action=plan_action(group, Acceptance.EITHER))
    neither = Choice(
        key="neither",
        label=T("Neither") if several else T("It doesn't suit me"),
        action=plan_action(group, Acceptance.NEITHER),
    )
    others = Choice(key="times", label=T("Other times"), action=other_times_action(group))
    spot = (spot_choice(group),) if group.spot is not None else ()
    rest = (*((both,) if several else ()), neither, others, *spot)
    return Menu(choices=(*times, *rest), private=False)


def plan_action(group: Group, tap: Acceptance) -> Action:
    """Return the call behind a tap on a time; it holds for the times that stand beside it and no others."""
    options = {"group": group.id, "choice": tap.value, "offer": group.offer}
    return Action(command="meet plan", options=options)


def other_times_action(group: Group) -> Action:
    """Return the call behind a tap that asks for other times than those beside it."""
    return Action(command="meet plan", options={"group": group.id, "times": "other", "offer": group.offer})


def spot_choice(group: Group) -> Choice:
    """Offer another spot than the one that is shown."""
    options = {"group": group.id, "spot": "other", "offer": group.spot or ""}
    return Choice(key="spot", label=T("Another spot"), action=Action(command="meet plan", options=options))


def move_action(group: Group) -> Action:
    """Return the call behind a tap that asks for another time than the one that stands."""
    return Action(command="meet plan", options={"group": group.id, "move": "yes", "offer": group.standing})


def nudge(silent: Sequence[UserId]) -> Message:
    """Ask the silent ones once, kindly."""
    return Message(
        lines=(
            T("{people}, which time suits you? One tap is enough.", people=named(silent)),
            T(
                "If it doesn't fit this time, that's fine: {command} frees the others to meet.",
                command=Command("meet cancel"),
            ),
        ),
        mention=tuple(silent),
    )


def undone() -> Message:
    """Tell a group that its round starts over, which is nobody's doing among them."""
    return Message(
        title=T("This round starts over"),
        lines=(
            T(
                "An organiser makes the groups once more, so this one ends here. It has nothing to do with any of you."
            ),
            T(
                "Whoever said yes is still in, and hears from me again. {skip} takes you out.",
                skip=Command("meet skip"),
            ),
        ),
    )
