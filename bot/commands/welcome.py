"""What a member reads once they are in a circle: whether they are in, when people are matched, and what next time."""

from bot.commands.command import CommandContext
from bot.domain.member import Attendance
from bot.domain.rounds import RoundState
from bot.ports.messages import Action, Choice, Menu, Message, Reply, Tone
from bot.ports.storage import Repositories
from bot.services.circles import circles, schedule
from bot.services.members import membership
from bot.services.members.membership import Joined
from bot.text.message import Moment, T, Text


async def welcome(ctx: CommandContext, circle: str) -> Reply:
    """Confirm a new member's place once the first questions are answered."""
    community, me = ctx.here, ctx.me

    def look(repos: Repositories) -> Joined:
        chosen = circles.find(repos, community, circle)
        enrolment = membership.enrolment_in(repos, me.id, chosen.id)
        waiting = schedule.upcoming(repos, chosen)
        return Joined(
            member=me,
            circle=chosen,
            round=waiting,
            coming=membership.said_yes(repos, waiting, me.id),
            attendance=enrolment.attendance if enrolment else Attendance.ASK,
        )

    joined = await ctx.kit.storage.run(look)
    return Reply(message=standing(joined, community.zone, title=T("All set")))


def standing(joined: Joined, zone: str, *, title: Text | None = None) -> Message:
    """Say where somebody stands in a circle, and let them choose how it goes on."""
    circle = joined.circle
    choices = (
        ("ask", T("Ask me each time"), Attendance.ASK),
        ("always", T("Always in"), Attendance.ALWAYS),
    )
    yes = Choice(
        key="join",
        label=T("Yes to the next round"),
        action=Action(command="meet join", options={"circle": circle.id}),
        tone=Tone.MAIN,
    )
    unasked = joined.round is not None and not joined.coming and joined.attendance is Attendance.ASK
    return Message(
        title=title,
        lines=(when_words(joined, zone), T("And the rounds after that?")),
        menu=Menu(
            choices=(
                *((yes,) if unasked else ()),
                *(
                    Choice(
                        key=name,
                        label=words,
                        action=Action(command="meet attend", options={"circle": circle.id, "how": how.value}),
                        chosen=how is joined.attendance,
                    )
                    for name, words, how in choices
                ),
            )
        ),
    )


def when_words(joined: Joined, zone: str) -> Text:
    """Say whether somebody is in the round and when its next step comes."""
    name, round_ = joined.circle.name, joined.round
    if round_ is None:
        return T("You're in {circle}. Its next round is not planned yet.", circle=name)
    if joined.coming:
        when = Moment(at=round_.due_at, zone=zone)
        return T(
            "You're in for the next round of {circle}. Groups are matched on {when}.", circle=name, when=when
        )
    if round_.state is RoundState.OPEN:
        until = Moment(at=round_.due_at, zone=zone)
        return T(
            "You're in {circle}. You are not in for the round that is open until {until}.",
            circle=name,
            until=until,
        )
    opens = Moment(at=round_.opens_at, zone=zone)
    if joined.attendance is Attendance.ALWAYS:
        return T("You're in {circle}, every time. The next round opens on {when}.", circle=name, when=opens)
    return T(
        "You're in {circle}. The next round opens on {when}; you can say yes or no then.",
        circle=name,
        when=opens,
    )
