"""The command by which somebody is forgotten: one question, one tap, and it is done."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.community import Community
from bot.ports.commands import Access, CommandSpec, Option, OptionKind
from bot.ports.messages import Action, Choice, Menu, Message, Reply, Tone, say
from bot.ports.storage import Repositories
from bot.services.privacy import forgetting
from bot.services.privacy.keeping import KEEP
from bot.text.message import Command as Called
from bot.text.message import T, Text

_FORGET = "my forget"
_EVERYWHERE, _NO = "everywhere", "no"
_SHOWN = 20
"""Communities that fit in one menu beside the other choices."""


async def forget(ctx: CommandContext, *, where: str = "") -> Reply:
    """Ask once, saying what goes and what stays; then forget the caller, here or everywhere."""
    account, now, rng = account_of(ctx), ctx.kit.clock.now(), ctx.kit.rng
    if where == _NO:
        return say(T("All right. Nothing was changed."), update=True)
    communities = await ctx.kit.storage.run(lambda repos: _known(repos, ctx))
    wanted = frozenset(each.id for each in communities if where in {_EVERYWHERE, each.id})
    if where and (wanted or not communities):
        await ctx.kit.storage.run(lambda repos: forgetting.forget(repos, account, wanted, now, rng))
        return Reply(message=done_card(everywhere=len(wanted) == len(communities)), update=True)
    if not communities:
        await ctx.kit.storage.run(lambda repos: forgetting.forget(repos, account, frozenset(), now, rng))
        return say(T("I store nothing about you. There is nothing to forget."))
    return Reply(message=question(communities))


def _known(repos: Repositories, ctx: CommandContext) -> tuple[Community, ...]:
    """Return the communities in which something is stored about the caller, the one where they call first."""
    found = (repos.communities.get(each.community) for each in forgetting.known(repos, account_of(ctx)))
    here = ctx.community.id if ctx.community is not None else None
    known = [community for community in found if community is not None]
    return tuple(sorted(known, key=lambda community: (community.id != here, community.name, community.id)))


def question(communities: tuple[Community, ...]) -> Message:
    """Say what goes and what stays, and ask where."""
    return Message(
        title=T("Shall I forget you?"),
        lines=(
            T("I erase what I store about you, at once. It can't be undone."),
            T(
                "Your profile, accounts, circles, answers, taps, diary and the list of people you avoid go. "
                "A plan that you have is cancelled kindly, and no reason is shown."
            ),
            T(
                "Messages that I wrote to you, or that name you in a group's place, are taken away where the platform "
                "lets me. I can't reach copies that other servers or people keep."
            ),
        ),
        bullets=(
            T("What stays: who was matched with whom, under numbers that lead to nobody, and the counts."),
            T(
                "What keeps two people apart stays, after a report or by somebody else's wish, and so does a decision "
                "that somebody may not take part: as codes in which nobody can read a name."
            ),
            T("A report that is still open stays with the moderators until it is closed."),
        ),
        menu=Menu(choices=_choices(communities)),
    )


def _choices(communities: tuple[Community, ...]) -> tuple[Choice, ...]:
    keep = Choice(key=_NO, label=T("No, keep me"), action=_answer(_NO))
    if len(communities) == 1:
        return (_choice("yes", T("Yes, forget me"), communities[0].id), keep)
    return (
        _choice(_EVERYWHERE, T("Yes, everywhere"), _EVERYWHERE),
        *(
            _choice(f"c{number}", T("Only in {name}", name=community.name or community.id), community.id)
            for number, community in enumerate(communities[:_SHOWN])
        ),
        keep,
    )


def _choice(key: str, label: Text, where: str) -> Choice:
    return Choice(key=key, label=label, action=_answer(where), tone=Tone.CAREFUL)


def _answer(where: str) -> Action:
    return Action(command=_FORGET, options={"where": where})


def done_card(*, everywhere: bool) -> Message:
    """Say that it is done, and honestly what is still on its way."""
    soon = T("In a few minutes the messages are gone too, where the platform lets me take them away.")
    stays = T(
        "What I wrote to you directly stays for now: you are in another community with me, "
        "and I can't tell those messages apart."
    )
    return Message(
        title=T("You are forgotten"),
        lines=(
            T("What I stored about you is erased."),
            soon,
            *(() if everywhere else (stays,)),
            T("If you ever like to come back, {join} starts anew.", join=Called("meet join")),
        ),
    )


async def keep(ctx: CommandContext) -> Reply:
    """Keep a profile that has not been used for long."""
    me = ctx.me
    today = ctx.kit.clock.now().date()
    await ctx.kit.storage.run(lambda repos: repos.sightings.note(me.id, today))
    return say(T("Your profile stays as it is. Good to have you here."), update=True)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=tuple(KEEP.split()), summary=T("Keep your profile"), access=Access.MEMBER, tapped=True
        ),
        handler=keep,
    ),
    Command(
        spec=CommandSpec(
            path=("my", "forget"),
            summary=T("Erase everything that is stored about you"),
            options=(
                Option(
                    name="where",
                    summary=T("Where you want to be forgotten"),
                    kind=OptionKind.WORD,
                    hidden=True,
                ),
            ),
            sensitive=True,
            details=T("I ask once, and say what goes and what stays. It can't be undone."),
        ),
        handler=forget,
        homeless=True,
    ),
)
