"""The command `organise members`: how many take part, and what could not be delivered lately; holding and releasing."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.community import Account
from bot.errors import NotAllowed
from bot.ids import UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionKind
from bot.ports.messages import Fact, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.care import reviewing
from bot.services.care.moderators import viewer_of
from bot.services.community.troubles import Trouble, troubles
from bot.services.members.headcount import Headcount, headcount
from bot.text.message import TN, Person, T, Text


async def members(ctx: CommandContext, *, hold: str = "", release: str = "") -> Reply:
    """Say how many take part, in counts that point at nobody, and what was refused; hold or release a member."""
    community, now = ctx.here, ctx.kit.clock.now()
    if hold or release:
        return await _change_hold(ctx, hold or release, hold=bool(hold))
    if not ctx.organiser:
        raise NotAllowed(T("Counts are for organisers. Moderators hold or release a member here, by name."))

    def look(repos: Repositories) -> tuple[Headcount, tuple[Trouble, ...]]:
        return headcount(repos, community), troubles(repos, community, now)

    counts, refused = await ctx.kit.storage.run(look)
    facts = [
        Fact(label=T("Taking part"), value=_count(counts.active)),
        Fact(label=T("Taking a break"), value=_count(counts.paused)),
        *(Fact(label=T("{circle}", circle=name), value=_count(count)) for name, count in counts.circles),
        *(Fact(label=T("{area}", area=name), value=_count(count)) for name, count in counts.areas),
    ]
    if counts.areas and counts.elsewhere is not None:
        facts.append(Fact(label=T("Other areas"), value=_count(counts.elsewhere)))
    return Reply(
        message=Message(
            title=T("Members"),
            lines=(T("In the last two weeks some things could not be delivered:"),) if refused else (),
            facts=tuple(facts),
            bullets=tuple(
                T("{what}: {why}. {mend}", what=each.what, why=each.why, mend=each.mend) for each in refused
            ),
            footer=T("Counts only, rounded down to fives; nothing below five is shown."),
        )
    )


async def _change_hold(ctx: CommandContext, who: str, *, hold: bool) -> Reply:
    """Hold or release somebody. Raise `NotAllowed` for whoever is no moderator here."""
    if not ctx.moderator:
        raise NotAllowed(T("Only moderators hold or release a member."))
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    named = Account(platform=ctx.place.platform, user=UserId(who))

    def decide(repos: Repositories) -> bool:
        viewer = viewer_of(repos, community, account, moderator=True)
        if hold:
            reviewing.hold_by_hand(repos, community, viewer, named, now)
            return True
        return reviewing.release_by_hand(repos, community, viewer, named, now)

    changed = await ctx.kit.storage.run(decide)
    person = Person(named.user)
    if hold:
        return say(
            T(
                "{person} is matched with nobody until a moderator releases them. They are not told.",
                person=person,
            )
        )
    if changed:
        return say(T("{person} takes part again from the next round on.", person=person))
    return say(T("{person} is not held, so nothing changed.", person=person))


def _count(count: int | None) -> Text:
    return T("fewer than 5") if count is None else TN("{count} or more", "{count} or more", count)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "members"),
            summary=T("How many take part, in counts, and what could not be delivered"),
            options=(
                Option(name="hold", summary=T("Match this member with nobody for now"), kind=OptionKind.USER),
                Option(
                    name="release",
                    summary=T("End a hold; also lets somebody in who was removed"),
                    kind=OptionKind.USER,
                ),
            ),
            access=Access.STAFF,
            sensitive=True,
        ),
        handler=members,
    ),
)
