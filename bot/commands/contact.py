"""The command `kith contact`: the person who was named for reports about a moderator says whether I may write to them."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.errors import UserError
from bot.ports.commands import CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Choice, Menu, Message, Reply, Tone, say
from bot.services.care import appointing
from bot.text.message import T

_CONTACT, _YES, _NO = "kith contact", "yes", "no"


async def contact(ctx: CommandContext, *, agree: str = "") -> Reply:
    """Ask the named contact whether they agree, or take their answer. Nobody is written to before (H1)."""
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    if community.alternate != account:
        raise UserError(
            T(
                "This is for whoever an organiser named for reports about a moderator. That isn't you, so all is well."
            )
        )
    if not agree:
        return Reply(message=_card())
    await ctx.kit.storage.run(
        lambda repos: appointing.answer(repos, community, account, agreed=agree == _YES, now=now)
    )
    if agree == _YES:
        return say(
            T("Thank you. I write to you directly when a report is about somebody who moderates here."),
            update=True,
        )
    return say(
        T("All right, I don't write to you. An organiser sees that somebody else is needed."), update=True
    )


def _card() -> Message:
    def choice(key: str) -> Action:
        return Action(command=_CONTACT, options={"agree": key})

    return Message(
        title=T("Reports about a moderator"),
        lines=(
            T(
                "An organiser named you as the one who takes a report when it is about somebody who moderates here. "
                "Nobody else sees such a report. It happens rarely."
            ),
            T("May I write to you directly when it does?"),
        ),
        menu=Menu(
            choices=(
                Choice(key=_YES, label=T("Yes"), action=choice(_YES), tone=Tone.MAIN),
                Choice(key=_NO, label=T("No"), action=choice(_NO)),
            )
        ),
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("kith", "contact"),
            summary=T("You are named for reports about a moderator: may I write to you?"),
            options=(
                Option(
                    name="agree",
                    summary=T("Whether I may write to you"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value=_YES, label=T("Yes")),
                        OptionChoice(value=_NO, label=T("No")),
                    ),
                ),
            ),
            sensitive=True,
        ),
        handler=contact,
    ),
)
