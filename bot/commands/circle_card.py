"""What a circle looks like to its organiser: when, how many, by which rules, and the other side of each rule as a tap."""

from bot.commands.days import rhythm
from bot.domain.community import Community
from bot.domain.rounds import POD_MEETINGS, Circle, Mix, Round, RoundState
from bot.ports.messages import Action, Choice, Menu, Message
from bot.services.circles.circles import Planned
from bot.services.circles.rules import ANY_AREA, OFF, ON, PAIR, PAIRS_ONLY, SAME_AREA, TRIO
from bot.text.message import TN, Moment, T, Text, listed
from bot.text.message import Command as Called

EDIT = "organise circle edit"
_TRIOS = 3


def card(planned: Planned, community: Community, title: Text) -> Message:
    """Show a circle with its next round."""
    circle = planned.circle
    lines = [T("People are matched {rhythm}, in groups of {size}.", rhythm=rhythm(circle), size=circle.size)]
    lines += [*_sizes(circle), *_rules(circle)]
    if planned.round is not None:
        lines.append(_next_round(planned.round, community.zone))
    preview = Choice(
        key="preview",
        label=T("Preview the next round"),
        action=Action(command="organise preview", options={"circle": circle.id}),
    )
    spots = Choice(key="spots", label=T("Add spots"), action=Action(command="organise spots add"))
    return Message(
        title=title,
        lines=tuple(lines),
        footer=T("Only people who say yes are matched."),
        menu=Menu(choices=(preview, spots, *_rule_choices(circle))),
    )


def _sizes(circle: Circle) -> list[Text]:
    """Say what happens where the numbers don't come out even."""
    if circle.pairs_only:
        return [T("Pairs only: with an odd number, one person sits out and goes first next time.")]
    if circle.size == PAIR:
        return [T("With an odd number, one group has three.")]
    if circle.size == _TRIOS:
        return [T("Where numbers don't allow three, a group has four, or else two.")]
    return [T("Where numbers don't allow that, a group has one more, or else fewer.")]


def _rules(circle: Circle) -> list[Text]:
    """Say who can meet whom in a circle, and what its groups bring together."""
    lines: list[Text] = []
    if circle.same_area:
        lines.append(T("People meet within their own area only."))
    if circle.mix:
        lines.append(T("Groups mix {what}.", what=listed(*(mix.label for mix in Mix if mix in circle.mix))))
    if Mix.ROLES in circle.mix:
        lines.append(T("Members say what they do here with {command}.", command=Called("meet profile")))
    if circle.new_faces is not None:
        lines.append(
            TN(
                "Everybody meets {count} new person a round where that can be; the others may be old friends.",
                "Everybody meets {count} new people a round where that can be; the others may be old friends.",
                circle.new_faces,
            )
        )
    if circle.pods:
        lines.append(
            TN(
                "A group whose people all want to meet again stays together, {count} time at most.",
                "A group whose people all want to meet again stays together, {count} times at most.",
                POD_MEETINGS,
            )
        )
    return lines


def _next_round(round_: Round, zone: str) -> Text:
    """Say when the next round opens; one that is open already stays as it was announced."""
    due = Moment(at=round_.due_at, zone=zone)
    if round_.state is RoundState.OPEN:
        return T("A round is open now and stays as it was announced: people are matched on {due}.", due=due)
    opens = Moment(at=round_.opens_at, zone=zone)
    return T(
        "The next round opens on {opens} with one post, and people are matched on {due}.",
        opens=opens,
        due=due,
    )


def _rule_choices(circle: Circle) -> tuple[Choice, ...]:
    """Offer the other side of each rule."""

    def change(key: str, label: Text, **options: str) -> Choice:
        action = Action(command=EDIT, options={"circle": circle.id, **options})
        return Choice(key=key, label=label, action=action)

    area = (
        change("area", T("Across areas too"), area=ANY_AREA)
        if circle.same_area
        else change("area", T("Within one area only"), area=SAME_AREA)
    )
    if circle.size != PAIR:
        pods = (
            change("pods", T("Mix everybody anew each time"), pods=OFF)
            if circle.pods
            else change("pods", T("Keep groups that want to meet again"), pods=ON)
        )
        return (pods,) if Mix.AREAS in circle.mix else (area, pods)
    odd = (
        change("odd", T("A trio for the odd one"), odd=TRIO)
        if circle.pairs_only
        else change("odd", T("Pairs only"), odd=PAIRS_ONLY)
    )
    return (odd,) if Mix.AREAS in circle.mix else (area, odd)
