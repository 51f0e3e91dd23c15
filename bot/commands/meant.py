"""Which of a member's groups a call is about."""

from bot.commands.command import CommandContext
from bot.domain.member import Member
from bot.domain.plans import is_over
from bot.domain.rounds import Group
from bot.errors import NotFound
from bot.ids import GroupId
from bot.ports.commands import Option, OptionKind
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Reply
from bot.ports.storage import Repositories
from bot.services import groups
from bot.services.people import is_host, others_of
from bot.text.message import Person, T, listed

GROUP = Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, hidden=True)


def mine_named(repos: Repositories, ctx: CommandContext, member: Member, group_id: str) -> Group | None:
    """Return the group that is named, or in whose place the call was made, where the member sits in it."""
    if group_id:
        group = repos.rounds.group(GroupId(group_id))
    else:
        here = repos.rounds.open_in(ctx.place.platform, ctx.place.channel)
        group = next(iter(here), None) or repos.rounds.group_in(ctx.place.platform, ctx.place.channel)
    return group if group is not None and groups.sits_in(repos, group, member.id) else None


def meant(
    repos: Repositories, ctx: CommandContext, member: Member, group_id: str, *, planned: bool = False
) -> tuple[Group, ...]:
    """Return the group that is meant: by id, by the place of the call, or the likeliest. Raise `NotFound`.

    A host may mean either of their two groups of a round; both are returned then. With `planned`, groups whose plan
    stands come before newer ones.
    """
    named = mine_named(repos, ctx, member, group_id)
    if named is not None:
        return (named,)
    now = ctx.kit.clock.now()
    mine = repos.rounds.groups_of(member.id) if not group_id else ()
    ahead = [group for group in mine if not is_over(group, now)]
    standing = sorted(
        (each for each in ahead if each.meets_at is not None), key=lambda each: each.meets_at or now
    )
    ahead = list(dict.fromkeys((*(standing if planned else ()), *ahead)))
    best = [*ahead, *mine]
    if not best:
        raise NotFound(T("You have no group at the moment. The next round is never far away."))
    both = tuple(group for group in ahead if group.round == best[0].round)
    return both or (best[0],)


def which(repos: Repositories, ctx: CommandContext, mine: tuple[Group, ...], **options: str) -> Reply:
    """Ask a host which of their groups is meant, with the same call behind each."""
    kept = {name: words for name, words in options.items() if words}
    facts, choices = [], []
    for number, group in enumerate(mine, start=1):
        others = [Person(user) for user in others_of(repos, group, ctx.me.id)]
        label = T("My extra seat") if is_host(repos, group, ctx.me.id) else T("My group")
        action = Action(command=ctx.invocation.command, options={**kept, "group": group.id})
        facts.append(Fact(label=label, value=T("with {people}", people=listed(*others))))
        choices.append(Choice(key=f"g{number}", label=label, action=action))
    title = T("You have two groups in this round. Which one do you mean?")
    return Reply(message=Message(title=title, facts=tuple(facts), menu=Menu(choices=tuple(choices))))
