"""What a round says: one function a message. No rows are read here; facts come in, a message goes out."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.availability import label, slots
from bot.domain.community import Spot, SpotNote
from bot.domain.rounds import POD_MEETINGS, Acceptance, Circle, Group, Round
from bot.ids import GroupId, UserId
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.text.message import Command, Moment, MomentStyle, Person, T, Text, Value, Verbatim, listed

NEUTRAL = T("This one didn't come together. You're in for the next round.")
"""The same sentence for every reason (H3)."""

_SHOWN_SLOTS = 3


def opening(circle: Circle, round_: Round, zone: str) -> Message:
    """Announce a round: who wants to meet, until when."""
    return Message(
        title=T("{circle}: who would like to meet?", circle=circle.name),
        lines=(
            T(
                "Groups are made on {when}, from everybody who has said yes by then. "
                "Each gets a time and a public place.",
                when=Moment(at=round_.due_at, zone=zone),
            ),
            T("Nobody is matched without a yes. Skipping is fine."),
        ),
        menu=Menu(
            choices=(
                Choice(key="join", label=T("Join"), action=_join(circle), tone=Tone.MAIN),
                Choice(key="skip", label=T("Not this time"), action=_skip(circle)),
            )
        ),
    )


def _join(circle: Circle) -> Action:
    return Action(command="meet join", options={"circle": circle.id})


def _skip(circle: Circle) -> Action:
    return Action(command="meet skip", options={"circle": circle.id})


def moment(at: datetime, zone: str, style: MomentStyle = MomentStyle.LONG) -> Moment:
    """Name an instant of a plan."""
    return Moment(at=at, zone=zone, style=style)


def spot_words(spot: Spot | None) -> Text:
    """Say where: the spot's name and what is worth knowing about it."""
    if spot is None:
        return T("a public place that you choose together")
    if not spot.notes:
        return T("{spot}", spot=spot.name)
    notes = listed(*(note.label for note in SpotNote if note in spot.notes))
    return T("{spot} ({notes})", spot=spot.name, notes=notes)


def shared_times(mask: int) -> Text:
    """Name the times that people share, or say how many where they are more than a few."""
    times = [label(day, part) for day, part in slots(mask)]
    if len(times) > _SHOWN_SLOTS:
        return T("at {count} times of the week", count=len(times))
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
) -> Message:
    """Open a group's place: who, why, two times, one spot, three starters; `host` has an extra seat here."""
    return Message(
        title=T("You are matched"),
        lines=(
            T("Hello {people}! You both said yes to meeting.", people=_people(users))
            if len(users) == 2  # noqa: PLR2004 - two people are "both"
            else T("Hello {people}! You all said yes to meeting.", people=_people(users)),
            *((_hosted(host),) if host is not None else ()),
            *reasons,
            *(T("{person}: {hello}", person=Person(user), hello=Verbatim(hello)) for user, hello in hellos),
            T("Tap the time that suits you. As soon as everybody shares one, the plan stands."),
            *((T("Something to talk about, if you like:"),) if starters else ()),
        ),
        facts=_option_facts(group, spot, zone),
        bullets=tuple(starters),
        footer=T("An hour is plenty. Agree together how you use your phones. You can cancel at any time."),
        menu=plan_menu(group, zone),
        mention=tuple(users),
    )


def _hosted(host: UserId) -> Text:
    return T("{person} is the host here and meets another group too. Thank you!", person=Person(host))


def other_times(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str) -> Message:
    """Offer two more times after the first ones suited nobody."""
    return Message(
        title=T("Two other times"),
        lines=(T("The first times didn't suit everybody, so here are others."),),
        facts=_option_facts(group, spot, zone),
        menu=plan_menu(group, zone),
        mention=tuple(users),
    )


def proposal(group: Group, *, spot: Spot | None, zone: str, title: Text) -> Message:
    """Show the proposed times and the spot, to choose from."""
    return Message(
        title=title,
        facts=_option_facts(group, spot, zone),
        menu=plan_menu(group, zone),
    )


def _people(users: Sequence[UserId]) -> Value:
    return listed(*(Person(user) for user in users))


def _option_facts(group: Group, spot: Spot | None, zone: str) -> tuple[Fact, ...]:
    labels = (T("Time 1"), T("Time 2"))
    times = [
        Fact(label=name, value=T("{when}", when=moment(at, zone)))
        for name, at in zip(labels, group.options, strict=False)
    ]
    return (*times, Fact(label=T("Where"), value=spot_words(spot)))


def plan_menu(group: Group, zone: str) -> Menu:
    """Offer the plan's taps: each proposed time, either, neither, another spot."""
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
    spot = Choice(
        key="spot",
        label=T("Another spot"),
        action=Action(command="meet plan", options={"group": group.id, "spot": "other"}),
    )
    rest = (*((both,) if several else ()), neither, *((spot,) if group.spot is not None else ()))
    return Menu(choices=(*times, *rest), private=False)


def plan_action(group: Group, tap: Acceptance) -> Action:
    """Return the call behind a tap on a time; it holds for the times that stand beside it and no others."""
    options = {"group": group.id, "choice": tap.value, "offer": group.offer}
    return Action(command="meet plan", options=options)


def agreed(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str, updated: bool) -> Message:
    """Say that the plan stands; the calendar file is attached by the caller."""
    return Message(
        title=T("The plan has changed") if updated else T("The plan stands"),
        lines=(
            T("Say how you will recognise each other, a green scarf for instance."),
            T("Tell someone where you are going. You can leave at any time; no reason is owed."),
        ),
        facts=plan_facts(group, spot, zone),
        footer=T("The file puts it in your calendar."),
        menu=coming_menu(group),
        mention=tuple(users),
    )


def plan_facts(group: Group, spot: Spot | None, zone: str) -> tuple[Fact, ...]:
    """Return when and where."""
    when = (
        ()
        if group.meets_at is None
        else (Fact(label=T("When"), value=T("{when}", when=moment(group.meets_at, zone))),)
    )
    return (*when, Fact(label=T("Where"), value=spot_words(spot)))


def coming_menu(group: Group) -> Menu:
    """Offer what may be needed before a meeting."""
    options = {"group": group.id}
    return Menu(
        choices=(
            Choice(key="late", label=T("Running late"), action=Action(command="meet late", options=options)),
            Choice(
                key="cancel",
                label=T("I can't come"),
                action=Action(command="meet cancel", options=options),
                tone=Tone.CAREFUL,
            ),
        ),
        private=False,
    )


SOON, TODAY, TOMORROW = T("You meet soon."), T("You meet today."), T("You meet tomorrow.")


def reminder(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str, soon: Text) -> Message:
    """Remind of a meeting; `soon` says in a few words how near it is."""
    return Message(
        lines=(
            soon,
            T(
                "Agree how you find each other, and how you use your phones. To leave, this is enough: {exit}",
                exit=EXIT_LINE,
            ),
        ),
        facts=plan_facts(group, spot, zone),
        menu=coming_menu(group),
        mention=tuple(users),
    )


EXIT_LINE = T("\u201cI'm going to head off now, thanks for today.\u201d")


def nudge(silent: Sequence[UserId]) -> Message:
    """Ask the silent ones once, kindly."""
    return Message(
        lines=(
            T("{people}, which time suits you? One tap is enough.", people=_people(silent)),
            T(
                "If it doesn't fit this time, that's fine: {command} frees the others to meet.",
                command=Command("meet cancel"),
            ),
        ),
        mention=tuple(silent),
    )


def somebody_left(user: UserId, rest: Sequence[UserId], *, plan_stands: bool) -> Message:
    """Tell the others that somebody can't come."""
    stands = T("The plan stands for everybody else.") if plan_stands else T("The others can go on planning.")
    return Message(
        lines=(T("{person} can't make it this time.", person=Person(user)), stands), mention=tuple(rest)
    )


def fell_through(rest: Sequence[UserId], *, early: bool) -> Message:
    """Tell whoever is left that the group is over; nobody in particular where everybody stayed silent.

    `early` where somebody is left with nobody to meet, and goes first next time.
    """
    next_time = (T("You'll be placed early next round."),) if early else ()
    return Message(
        lines=(NEUTRAL, *next_time),
        mention=tuple(rest),
    )


def unmatched() -> Message:
    """Tell a member that the round had no group for them: always the same words (H3)."""
    return Message(
        lines=(
            NEUTRAL,
            T("Until then, one small thing is always there: {command}", command=Command("challenge now")),
        )
    )


def passed_by(circle: Circle, at: datetime, zone: str) -> Message:
    """Tell a member who said yes that the plan they have comes first."""
    return Message(
        lines=(
            T(
                "You have a plan in {circle} already, for {when}, so this round left you free for it.",
                circle=circle.name,
                when=moment(at, zone),
            ),
        )
    )


def running_late(user: UserId, rest: Sequence[UserId]) -> Message:
    """Tell the others that somebody is late."""
    return Message(
        lines=(T("{person} is running about ten minutes late.", person=Person(user)),), mention=tuple(rest)
    )


def check_in(group: Group, *, users: Sequence[UserId], again: bool, others: Sequence[UserId] = ()) -> Message:
    """Ask whether it happened; three taps, private. `others` says which group is meant to whoever has two."""
    return Message(
        title=T("How did it go?"),
        lines=(
            *((T("This is about your group with {people}.", people=_people(others)),) if others else ()),
            T("A small reminder, in case you want to answer: did you meet?") if again else T("Did you meet?"),
            T("Your answers stay with me. Nobody is rated."),
        ),
        menu=met_menu(group.id),
        footer=T("Something felt wrong? {command} shows who can help.", command=Command("kith support")),
        mention=tuple(users),
    )


def met_menu(group: GroupId) -> Menu:
    """Ask the first check-in question."""
    return Menu(
        choices=(
            _check("yes", T("Yes, we met"), group, "met", Tone.MAIN),
            _check("planning", T("Still planning"), group, "met"),
            _check("no", T("It didn't happen"), group, "met"),
        )
    )


def feeling_menu(group: GroupId) -> Menu:
    """Ask how it was."""
    return Menu(
        choices=(
            _check("good", T("Good"), group, "feeling"),
            _check("ok", T("OK"), group, "feeling"),
            _check("not-for-me", T("Not for me"), group, "feeling"),
        )
    )


def again_menu(group: GroupId) -> Menu:
    """Ask for the double-blind wish to meet again."""
    return Menu(
        choices=(
            _check("yes", T("Yes, gladly"), group, "again", Tone.MAIN),
            _check("no", T("Not this time"), group, "again"),
        )
    )


def _check(key: str, words: Text, group: GroupId, question: str, tone: Tone = Tone.PLAIN) -> Choice:
    action = Action(command="meet checkin", options={"group": group, question: key})
    return Choice(key=key, label=words, action=action, tone=tone)


def mutual_again(users: Sequence[UserId], *, pod: bool = False) -> Message:
    """Say that everybody would like to meet again; shown only when all said so. A `pod` is kept together."""
    kept = T(
        "In this circle you stay together when all of you are in for the next round, for {count} meetings at most.",
        count=POD_MEETINGS,
    )
    return Message(
        lines=(
            T(
                "Good news, {people}: each of you would be happy to meet again. Pick a day together while it is fresh.",
                people=_people(users),
            ),
            *((kept,) if pod else ()),
        ),
        mention=tuple(users),
    )
