"""What members say after a meeting, in three taps."""

from bot.commands.avoids import people_menu
from bot.commands.command import Command, CommandContext
from bot.commands.meant import meant
from bot.domain.jobs import JobState
from bot.domain.rounds import Feeling, Group, Met, Reason
from bot.ids import UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Menu, Reply
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.around import checkins
from bot.services.cards import checkins as checkin_cards
from bot.services.people import others_of
from bot.services.planned import key_of
from bot.text.message import T, Text


async def checkin(
    ctx: CommandContext, *, group: str, met: str = "", feeling: str = "", again: str = "", reason: str = ""
) -> Reply:
    """Take one check-in answer and ask the next question."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found = meant(repos, ctx, member, group)[0]
        if not (met or feeling or again or reason):
            return Reply(message=checkin_cards.check_in(found, users=(), again=False))
        checkins.note(
            repos,
            found,
            member.id,
            now,
            met=Met(met) if met else None,
            feeling=Feeling(feeling) if feeling else None,
            again=again == "yes" if again else None,
            reason=Reason(reason) if reason else None,
        )
        if again == "no":
            return _thanked(others_of(repos, found, member.id))
        return _next_question(repos, found, met=met, feeling=feeling)

    return await ctx.kit.storage.run(decide)


def _next_question(repos: Repositories, group: Group, *, met: str, feeling: str) -> Reply:
    if met == Met.YES:
        return _go_on(T("Good to hear. How was it for you?"), menu=checkin_cards.feeling_menu(group.id))
    if met == Met.PLANNING:
        return _go_on(_patient(repos, group))
    if met:
        return _go_on(
            T("Thank you for telling me. Life happens, and the next round is never far away."),
            T("If you like, say why. It is only counted, and nobody sees who said what."),
            menu=checkin_cards.reason_menu(group.id),
        )
    if feeling:
        return _go_on(
            T("Thank you. Would you be happy to meet again? Only a yes that is mutual is ever shown."),
            menu=checkin_cards.again_menu(group.id),
        )
    return _go_on(T("Thank you, that is all."))


def _thanked(others: tuple[UserId, ...]) -> Reply:
    """Thank somebody; to those who would not meet again, offer a quiet way not to be matched with one of the others."""
    quiet = T(
        "If you like, I never match you with somebody again. Nobody is told: tap who you mean, or leave it."
    )
    lines, menu = ((quiet,), people_menu(others)) if others else ((), None)
    return _go_on(T("Thank you, that is all."), *lines, menu=menu)


def _go_on(*lines: Text, menu: Menu | None = None) -> Reply:
    return Reply(message=checkin_cards.asked_on(*lines, menu=menu), update=True)


def _patient(repos: Repositories, group: Group) -> Text:
    """Promise to ask again only where that is planned."""
    marks = ("2", "unplanned-2")
    later = (repos.jobs.get(key_of(names.CHECK_IN, group.id, mark)) for mark in marks)
    if any(job is not None and job.state is JobState.WAITING for job in later):
        return T("Take your time. I ask once more in a few days.")
    return T("Take your time.")


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "checkin"),
            summary=T("Say how a meetup went"),
            access=Access.MEMBER,
            tapped=True,
            options=(
                Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, required=True),
                Option(
                    name="met",
                    summary=T("Whether you met"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="yes", label=T("Yes, we met")),
                        OptionChoice(value="planning", label=T("Still planning")),
                        OptionChoice(value="no", label=T("It didn't happen")),
                    ),
                ),
                Option(
                    name="feeling",
                    summary=T("How it was"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="good", label=T("Good")),
                        OptionChoice(value="ok", label=T("OK")),
                        OptionChoice(value="not-for-me", label=T("Not for me")),
                    ),
                ),
                Option(
                    name="again",
                    summary=T("Whether you would like to meet again"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="yes", label=T("Yes, gladly")),
                        OptionChoice(value="no", label=T("Not this time")),
                    ),
                ),
                Option(
                    name="reason",
                    summary=T("Why it didn't happen"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="no-reply", label=T("No reply")),
                        OptionChoice(value="times", label=T("Times didn't fit")),
                        OptionChoice(value="life", label=T("Unwell or life")),
                        OptionChoice(value="changed", label=T("Changed my mind")),
                        OptionChoice(value="unsaid", label=T("Rather not say")),
                    ),
                ),
            ),
        ),
        handler=checkin,
    ),
)
