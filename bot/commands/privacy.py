"""Commands about what is stored: everything as a file, and how long things are kept."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.ports.commands import CommandSpec
from bot.ports.messages import Attachment, Reply, say
from bot.services.cards import privacy as cards
from bot.services.privacy import data
from bot.services.privacy.register import REGISTER
from bot.text.message import Command as Called
from bot.text.message import T


async def everything(ctx: CommandContext) -> Reply:
    """Give the caller a file with everything that is stored about them, in all communities."""
    account, now = account_of(ctx), ctx.kit.clock.now()
    document = await ctx.kit.storage.run(lambda repos: data.everything(repos, account, now))
    found = data.sections(document)
    if not found:
        return say(
            T(
                "Nothing is stored about this account. {privacy} tells what I store of members.",
                privacy=Called("my privacy"),
            )
        )
    file = Attachment(name="my-data.json", media_type="application/json", data=data.as_file(document))
    return Reply(message=cards.all_of_it(found, REGISTER, file))


async def notice(ctx: CommandContext) -> Reply:
    """Say in short what is stored about members, and for how long."""
    steward = ctx.community.steward if ctx.community is not None else ""
    return Reply(message=cards.in_short(REGISTER, steward))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("my", "data"),
            summary=T("Everything that is stored about you, as a file"),
            details=T(
                "The file is JSON, and covers every community that you are in. Other people's private wishes and "
                "reports are not in it: those are theirs."
            ),
        ),
        handler=everything,
        homeless=True,
    ),
    Command(
        spec=CommandSpec(path=("my", "privacy"), summary=T("What is stored about members, and for how long")),
        handler=notice,
        homeless=True,
    ),
)
