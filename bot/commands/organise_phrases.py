"""The commands `organise phrases …`: which words tell of a crisis here. Private: phrases are for nobody's eyes else."""

from bot.commands.command import Command, CommandContext
from bot.domain.care_phrases import PHRASE_LONGEST
from bot.ports.commands import Access, CommandSpec, Option
from bot.ports.messages import Attachment, Message, Reply, say
from bot.services.care import phrasing
from bot.text.message import Command as Called
from bot.text.message import T, Text, Verbatim

_SHOWN = 40


async def list_phrases(ctx: CommandContext) -> Reply:
    """Show the community's own phrases, those it removed, and all shipped ones as a file."""
    found = phrasing.listed(ctx.here)
    shipped = "\n".join(f"# {language}\n" + "\n".join(phrases) + "\n" for language, phrases in found.shipped)
    return Reply(
        message=Message(
            title=T("Phrases that tell of a crisis"),
            lines=(
                T(
                    "When a member writes one of these, I hold the text back and name people to talk to, to them alone. "
                    "Nobody else hears of it, and nothing is counted."
                ),
                T(
                    "The phrases that come with me are in the file. Figures of speech and negations are left out."
                ),
            ),
            bullets=(
                *(T("Your own: {phrase}", phrase=Verbatim(phrase)) for phrase in found.own.added[:_SHOWN]),
                *(T("Removed: {phrase}", phrase=Verbatim(phrase)) for phrase in found.own.removed[:_SHOWN]),
            ),
            footer=T(
                "{add} and {remove} change them.",
                add=Called("organise phrases add"),
                remove=Called("organise phrases remove"),
            ),
            files=(Attachment(name="phrases.txt", media_type="text/plain", data=shipped.encode()),),
        )
    )


async def add_phrase(ctx: CommandContext, *, phrase: str) -> Reply:
    """Look for one more phrase."""
    community = ctx.here.id
    added = await ctx.kit.storage.run(lambda repos: phrasing.add(repos, community, phrase))
    return say(T("From now on I look for: {phrase}", phrase=Verbatim(added)))


async def remove_phrase(ctx: CommandContext, *, phrase: str) -> Reply:
    """Look for a phrase no longer."""
    community = ctx.here.id
    removed = await ctx.kit.storage.run(lambda repos: phrasing.remove(repos, community, phrase))
    return say(
        T("I no longer look for: {phrase}", phrase=Verbatim(removed)),
        T("{add} brings it back.", add=Called("organise phrases add")),
    )


def _spec(word: str, summary: Text, *options: Option) -> CommandSpec:
    return CommandSpec(
        path=("organise", "phrases", word),
        summary=summary,
        options=options,
        access=Access.ORGANISER,
        sensitive=True,
    )


_PHRASE = Option(
    name="phrase", summary=T("The phrase, as people would write it"), required=True, longest=PHRASE_LONGEST
)
COMMANDS = (
    Command(
        spec=_spec("list", T("Which words make me name people to talk to")),
        handler=list_phrases,
    ),
    Command(
        spec=_spec("add", T("Look for one more phrase that tells of a crisis"), _PHRASE), handler=add_phrase
    ),
    Command(spec=_spec("remove", T("Look for a phrase no longer"), _PHRASE), handler=remove_phrase),
)
