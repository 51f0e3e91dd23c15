"""The command by which a person's two accounts become one member."""

from datetime import datetime

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.community import Account
from bot.domain.member import Contact
from bot.ids import PlatformName
from bot.ports.commands import CommandSpec, Option, OptionKind, Screening
from bot.ports.messages import Action, Choice, Menu, Message, Reply, Tone, say
from bot.services.members import linking
from bot.services.members.linking import Twin
from bot.text.message import Command as Called
from bot.text.message import Moment, MomentStyle, Person, T, Text, listed

_LINK = "my link"
_YES, _NO = "yes", "no"


async def link(ctx: CommandContext, *, code: str = "", sure: str = "") -> Reply:
    """Give a code for the other account; take one, ask whether both are the caller's, and make them one member."""
    now, rng = ctx.kit.clock.now(), ctx.kit.rng
    if sure == _NO:
        return say(T("All right. Nothing was changed."), update=True)
    community, account = ctx.here, account_of(ctx)
    if not code:
        me = ctx.me
        fresh = await ctx.kit.storage.run(lambda repos: linking.offer(repos, me, account, now, rng))
        return Reply(message=code_card(fresh, now + linking.VALID, community.zone))
    twin = await ctx.kit.storage.run(lambda repos: linking.look(repos, community, account, code, now))
    if sure != _YES and not twin.linked:
        return Reply(message=twin_card(twin, account.platform, code))
    await ctx.kit.storage.run(lambda repos: linking.link(repos, community, account, code, now))
    if twin.linked:
        return say(T("From now on I write to the account that gave you this code. Commands work on both."))
    return say(
        T("The two accounts are one member now, with everything that both had."),
        T("Commands work on both. {status} shows where things stand.", status=Called("meet status")),
        update=True,
    )


def code_card(code: str, until: datetime, zone: str) -> Message:
    """Show a code and say what typing it will do."""
    return Message(
        title=T("Your code: {code}", code=code),
        lines=(
            T(
                "Do you have another account here? On that one, call {command} with this code by {time}.",
                command=Called(_LINK),
                time=Moment(at=until, zone=zone, style=MomentStyle.TIME),
            ),
        ),
        bullets=(
            T(
                "The two become one member: circles, answers, and who met whom come together. It can't be undone."
            ),
            T("Your profile here stays. What is empty in it is taken from the other account."),
            T("Commands work on both. Where both are on one platform, I write to this account."),
        ),
        footer=T("The code works once. Please show it to nobody: whoever uses it becomes you here."),
    )


def twin_card(twin: Twin, platform: PlatformName, code: str) -> Message:
    """Ask whether the account that gave the code belongs to the same person; it may be a trick of somebody else's."""
    return Message(
        title=T("Are both accounts yours?"),
        lines=(
            _who(twin.accounts, platform),
            T(
                "The profile there stays, and your circles, answers, and whom you met go there. It can't be undone. "
                "If somebody else gave you this code, please say no."
            ),
            *(
                (T("I may write to you directly here as well, as you allowed there."),)
                if _writes(twin, platform)
                else ()
            ),
        ),
        menu=Menu(
            choices=(
                Choice(key=_YES, label=T("Yes, both are mine"), action=_answer(code, _YES), tone=Tone.MAIN),
                Choice(key=_NO, label=T("No"), action=_answer(code, _NO)),
            )
        ),
    )


def _writes(twin: Twin, platform: PlatformName) -> bool:
    """Say whether direct messages on a platform begin with the link."""
    known = any(account.platform == platform for account in twin.accounts)
    return twin.other is None and not known and twin.kept.contact is Contact.DIRECT


def _who(accounts: tuple[Account, ...], platform: PlatformName) -> Text:
    """Name the account that gave the code, where the platform on which it is read knows it."""
    here = next((account.user for account in accounts if account.platform == platform), None)
    if here is not None:
        return T("This account and {person} become one member.", person=Person(here))
    names = listed(*dict.fromkeys(account.platform.capitalize() for account in accounts))
    return T("This account and the one on {platform} become one member.", platform=names)


def _answer(code: str, sure: str) -> Action:
    return Action(command=_LINK, options={"code": code, "sure": sure})


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("my", "link"),
            summary=T("Join your two accounts here into one member, with what both remember"),
            options=(
                Option(
                    name="code",
                    summary=T("The code that your other account was given"),
                    longest=40,
                    screening=Screening.CRISIS,
                ),
                Option(
                    name="sure",
                    summary=T("Whether both accounts are yours"),
                    kind=OptionKind.WORD,
                    hidden=True,
                ),
            ),
            sensitive=True,
            details=T(
                "Call it without a code on the account that you want to be written to, and with the code on the other."
            ),
        ),
        handler=link,
    ),
)
