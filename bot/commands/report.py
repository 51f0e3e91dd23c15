"""The command `meet report`: tell the moderators about somebody, in steps, by taps; private from first to last."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.community import Account
from bot.domain.moderation import WORDS_LONGEST, Category, Report
from bot.ids import UserId
from bot.ports.commands import CommandSpec, Option, OptionChoice, OptionKind, Screening
from bot.ports.messages import Action, FieldChoice, FieldKind, Form, FormField, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.cards import reports as cards
from bot.services.care import reporting
from bot.services.care.reporting import Draft
from bot.services.open_tables.open_table import any_table
from bot.text.message import Command as Called
from bot.text.message import T

_YES, _NO = "yes", "no"


async def report(
    ctx: CommandContext,
    *,
    who: str = "",
    category: str = "",
    words: str | None = None,
    write: str = "",
    send: str = "",
    drop: str = "",
) -> Reply:
    """Take the next step of a report: whom, what, in which words, read it through, send it."""
    if send:
        return await _sent(ctx, send)
    if drop:
        await _dropped(ctx, drop)
        if not category:
            return say(T("It is deleted, and nobody has seen it."), update=True)
    if not who:
        return await _whom(ctx)
    about = Account(platform=ctx.place.platform, user=UserId(who))
    community, account = ctx.here, account_of(ctx)
    await ctx.kit.storage.run(lambda repos: reporting.check_who(repos, community, account, about))
    if not category and words:
        category = Category.OTHER.value
    if not category:
        return Reply(message=cards.about_what(about.user))
    if words is None:
        return Reply(form=_form(about.user, category))
    draft = Draft(about=about, category=Category(category), words=words, may_write=write == _YES)
    return await _written(ctx, draft)


async def _whom(ctx: CommandContext) -> Reply:
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    people = await ctx.kit.storage.run(lambda repos: reporting.companions(repos, community, account, now))
    return Reply(message=cards.whom(people))


def _form(who: str, category: str) -> Form:
    """Ask for words, if there are any, and whether a moderator may write."""
    return Form(
        title=T("In your words, if you like"),
        fields=(
            FormField(
                option="words",
                label=T("What happened? It can stay empty"),
                kind=FieldKind.PARAGRAPH,
                hint=T("No addresses or telephone numbers, please"),
                required=False,
                longest=WORDS_LONGEST,
            ),
            FormField(
                option="write",
                label=T("May a moderator write to you?"),
                kind=FieldKind.CHOICE,
                choices=(
                    FieldChoice(value=_YES, label=T("Yes, and I want to hear what comes of it")),
                    FieldChoice(value=_NO, label=T("No, please don't write to me")),
                ),
                value=_YES,
            ),
        ),
        action=Action(command=cards.REPORT, options={"who": who, "category": category}),
    )


async def _written(ctx: CommandContext, draft: Draft) -> Reply:
    community, account, now, rng = ctx.here, account_of(ctx), ctx.kit.clock.now(), ctx.kit.rng

    def decide(repos: Repositories) -> Report:
        return reporting.write(repos, community, account, draft, now=now, rng=rng)

    return Reply(message=cards.read_through(await ctx.kit.storage.run(decide)))


async def _sent(ctx: CommandContext, name: str) -> Reply:
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()

    def decide(repos: Repositories) -> Message:
        sent = reporting.send(repos, community, account, name, now)
        if repos.rounds.group_in(ctx.place.platform, ctx.place.channel) is not None:
            reporting.give_receipt(repos, sent, now)
        return cards.receipt(sent, community, tables=any_table(repos, community.id))

    return Reply(message=await ctx.kit.storage.run(decide), update=True)


async def _dropped(ctx: CommandContext, name: str) -> None:
    community, account = ctx.here, account_of(ctx)
    await ctx.kit.storage.run(lambda repos: reporting.throw_away(repos, community, account, name))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "report"),
            summary=T("Tell moderators about somebody, privately; you two are kept apart"),
            options=(
                Option(name="who", summary=T("Whom it is about"), kind=OptionKind.USER),
                Option(
                    name="words",
                    summary=T("What happened, in your words"),
                    longest=WORDS_LONGEST,
                    screening=Screening.ALONGSIDE,
                ),
                Option(
                    name="category",
                    summary=T("What it is about"),
                    kind=OptionKind.WORD,
                    hidden=True,
                    choices=tuple(
                        OptionChoice(value=each.value, label=each.label)
                        for each in Category
                        if each is not Category.HELP
                    ),
                ),
                Option(
                    name="write",
                    summary=T("Whether a moderator may write to you"),
                    kind=OptionKind.WORD,
                    hidden=True,
                    choices=(
                        OptionChoice(value=_YES, label=T("Yes")),
                        OptionChoice(value=_NO, label=T("No")),
                    ),
                ),
                Option(name="send", summary=T("Send it"), kind=OptionKind.WORD, hidden=True),
                Option(name="drop", summary=T("Delete it"), kind=OptionKind.WORD, hidden=True),
            ),
            sensitive=True,
            details=T(
                "Only moderators read it, and if it is about one of them, only the contact who was named for that. "
                "The other person is never told. {safe} is there for help right now.",
                safe=Called("meet safe"),
            ),
        ),
        handler=report,
    ),
)
