"""What organisers read about the library: packs, what a file would do, what is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content.packs import Problem
from bot.domain.challenges import Challenge
from bot.domain.shelf import OWN, Pack, PackEntry
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.shelf.packing import Held, Plan
from bot.text.message import TN, Command, T, Text, Verbatim, listed

LIST, IMPORT, EXPORT = "organise library list", "organise library import", "organise library export"
LEAVE_OUT, BRING_BACK = "organise library leave-out", "organise library bring-back"
ERASE = "organise library delete"
_SHOWN, _NAMES_SHOWN, _PROBLEMS_SHOWN, _BUTTONS = 20, 8, 10, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Hold how many challenges ship with Kith, how many are left out, and how many suggestions wait."""

    shipped: int
    left_out: int
    waiting: int
    misfits: int


def name_of(pack: Pack) -> Text:
    """Name a pack: by its name, or as what was suggested here."""
    return T("From this community") if pack.id == OWN else T("{name}", name=Verbatim(pack.name))


def listing(packs: Sequence[Held], counts: Counts) -> Message:
    """Show what the library of this community is made of."""
    choices = [
        _choice(f"p{number}", name_of(each.pack), LIST, {"pack": each.pack.id})
        for number, each in enumerate(packs, start=1)
    ]
    if counts.waiting:
        choices.append(_choice("suggestions", T("Suggestions"), "organise suggestions", {}, Tone.MAIN))
    choices.append(_choice("out", T("Leave one out"), LEAVE_OUT, {}))
    if counts.left_out:
        choices.append(_choice("back", T("What is left out"), BRING_BACK, {}))
    bullets = (
        TN("Kith's own: {count} challenge", "Kith's own: {count} challenges", counts.shipped),
        *(_pack_line(each) for each in packs),
    )
    return Message(
        title=T("The library here"),
        lines=tuple(_state(counts)),
        bullets=bullets,
        footer=T("{command} reads a pack from a file.", command=Command(IMPORT)),
        menu=Menu(choices=tuple(choices)),
    )


def _state(counts: Counts) -> list[Text]:
    lines = []
    if counts.waiting:
        lines.append(TN("{count} suggestion is waiting.", "{count} suggestions are waiting.", counts.waiting))
    if counts.misfits:
        lines.append(
            TN(
                "Members say of {count} challenge that it does not fit here.",
                "Members say of {count} challenges that they do not fit here.",
                counts.misfits,
            )
        )
    if counts.left_out:
        lines.append(TN("{count} is left out here.", "{count} are left out here.", counts.left_out))
    return lines


def _pack_line(held: Held) -> Text:
    name = name_of(held.pack)
    if held.pack.on:
        return TN("{name}: {count} challenge", "{name}: {count} challenges", held.count, name=name)
    return TN(
        "{name}: {count} challenge, turned off",
        "{name}: {count} challenges, turned off",
        held.count,
        name=name,
    )


def pack_card(pack: Pack, entries: Sequence[PackEntry]) -> Message:
    """Show one pack, and what can be done with it."""
    shown = tuple(T("{title}", title=Verbatim(each.entry.title.template)) for each in entries[:_SHOWN])
    more = len(entries) - len(shown)
    turn = (
        _choice("off", T("Turn it off"), LIST, {"pack": pack.id, "do": "off"})
        if pack.on
        else _choice("on", T("Turn it on"), LIST, {"pack": pack.id, "do": "on"}, Tone.MAIN)
    )
    state = (
        T("It is on: its challenges come up beside Kith's own.")
        if pack.on
        else T("It is off: its challenges do not come up.")
    )
    return Message(
        title=name_of(pack),
        lines=(state,),
        bullets=shown,
        footer=TN("and {count} more", "and {count} more", more)
        if more > 0
        else T("{command} deletes one of them for good.", command=Command(ERASE)),
        menu=Menu(
            choices=(
                turn,
                _choice("take", T("Take it along as a file"), EXPORT, {"pack": pack.id}),
                _choice("remove", T("Remove it"), LIST, {"pack": pack.id, "do": "remove"}, Tone.CAREFUL),
                _choice("all", T("The whole library"), LIST, {}),
            )
        ),
    )


def ask_removal(pack: Pack) -> Message:
    """Ask before a pack is removed."""
    sure = {"pack": pack.id, "do": "sure"}
    return Message(
        lines=(
            T("Remove {name} with its challenges?", name=name_of(pack)),
            T("What of it was posted stays readable in diaries. Without a file it can't be brought back."),
        ),
        menu=Menu(
            choices=(
                _choice("keep", T("Keep it"), LIST, {"pack": pack.id}, Tone.MAIN),
                _choice("take", T("Take it along first"), EXPORT, {"pack": pack.id}),
                _choice("sure", T("Remove it"), LIST, sure, Tone.CAREFUL),
            )
        ),
    )


def dry_run(plan: Plan, confirm: Action, *, changed: bool = False) -> Message:
    """Show what a file would add, change and take out, and every entry that is left out or stands out, by its line."""
    lines = [T("Your library has changed since. This is what the file would do now:")] if changed else []
    lines += _what(plan)
    blocked = any(each.blocks for each in plan.problems)
    if blocked:
        lines.append(T("What is marked “left out” below is not taken, until it is mended in the file."))
    ordered = sorted(plan.problems, key=lambda each: (not each.blocks, each.line))
    hidden = len(ordered) - _PROBLEMS_SHOWN
    do = _choice("do", T("Do this"), confirm.command, dict(confirm.options), Tone.MAIN)
    return Message(
        title=T("Nothing is changed yet"),
        lines=tuple(lines),
        bullets=tuple(_problem(each) for each in ordered[:_PROBLEMS_SHOWN]),
        footer=TN("{count} more line like this", "{count} more lines like this", hidden)
        if hidden > 0
        else None,
        menu=Menu(choices=(do,)) if plan.does_something else None,
    )


def _what(plan: Plan) -> list[Text]:
    fine = len(plan.added) + len(plan.changed) + plan.same
    lines = [
        TN(
            "{name}: {count} challenge is fine.",
            "{name}: {count} challenges are fine.",
            fine,
            name=name_of(plan.pack),
        )
    ]
    if plan.added:
        lines.append(T("New: {names}.", names=_names(plan.added)))
    if plan.changed:
        lines.append(T("Changed: {names}.", names=_names(plan.changed)))
    if plan.gone:
        lines.append(T("No longer in the file, so taken out: {names}.", names=_names(plan.gone)))
    if plan.same:
        lines.append(TN("{count} stays as it is.", "{count} stay as they are.", plan.same))
    return lines


def _names(entries: Sequence[PackEntry]) -> Text:
    shown = listed(*(Verbatim(each.entry.title.template) for each in entries[:_NAMES_SHOWN]))
    if len(entries) > _NAMES_SHOWN:
        more = len(entries) - _NAMES_SHOWN
        return TN("{names} and {count} more", "{names} and {count} more", more, names=shown)
    return T("{names}", names=shown)


def _problem(problem: Problem) -> Text:
    name = Verbatim(problem.id)
    if problem.blocks:
        return T(
            "Line {line}, {name} ({rule}), left out: {what}",
            line=problem.line,
            name=name,
            rule=problem.rule,
            what=problem.text,
        )
    return T(
        "Line {line}, {name} ({rule}): {what}",
        line=problem.line,
        name=name,
        rule=problem.rule,
        what=problem.text,
    )


def applied(plan: Plan) -> Message:
    """Say what was done."""
    if not plan.does_something:
        return Message(lines=(T("There was nothing to change."),))
    done = TN(
        "{name} is read: {count} challenge is in it now.",
        "{name} is read: {count} challenges are in it now.",
        len(plan.added) + len(plan.changed) + plan.same,
        name=name_of(plan.pack),
    )
    look = _choice("look", T("Look at it"), LIST, {"pack": plan.pack.id})
    return Message(lines=(done,), menu=Menu(choices=(look,)))


def which_out(coming: Sequence[Challenge], misfits: Sequence[tuple[Challenge, int]]) -> Message:
    """Offer to leave out what comes next, and what members say does not fit."""
    doubted = [each for each, _ in misfits][: _BUTTONS // 2]
    rest = [each for each in coming if each.id not in {one.id for one in doubted}]
    choices = [
        _choice(f"c{number}", T("Leave out: {title}", title=each.title), LEAVE_OUT, {"name": each.id})
        for number, each in enumerate((*doubted, *rest), start=1)
    ]
    choices += [
        _choice(f"k{number}", T("Keep: {title}", title=each.title), LEAVE_OUT, {"keep": each.id})
        for number, each in enumerate(doubted, start=1)
    ]
    return Message(
        title=T("Leave one out"),
        lines=(
            T(
                "A challenge or a starter that does not fit here is not used any more, until you bring it back."
            ),
        ),
        bullets=tuple(_doubt(each, count) for each, count in misfits[: _BUTTONS // 2]),
        footer=T("These come next. {command} with a name leaves out any other.", command=Command(LEAVE_OUT)),
        menu=Menu(choices=tuple(choices[:25])) if choices else None,
    )


def _doubt(challenge: Challenge, count: int) -> Text:
    """Say how many doubt a challenge, rounded down to fives; never who."""
    return TN(
        "{title}: at least {count} member says that it does not fit here",
        "{title}: at least {count} members say that it does not fit here",
        count,
        title=challenge.title,
    )


def left_out(title: Text, name: str, *, this_week: bool) -> Message:
    """Say that something is left out, with the way back; `this_week` says that it is the challenge of this week."""
    visible = T(
        "It is this week's challenge. If I posted it already, that card stays visible, and you can delete it yourself. "
        "I offer it to nobody any more."
    )
    return Message(
        lines=(T("Left out here from now on: {title}", title=title), *((visible,) if this_week else ())),
        menu=Menu(choices=(_choice("undo", T("Bring it back"), BRING_BACK, {"name": name}),)),
    )


def brought_back(title: Text) -> Message:
    """Say that something is used again."""
    return Message(lines=(T("Used here again: {title}", title=title),))


def kept(title: Text) -> Message:
    """Say that something goes on being used, though members doubted it."""
    return Message(lines=(T("It stays, and I count anew: {title}", title=title),))


def what_is_out(titles: Mapping[str, Text]) -> Message:
    """List what is left out here, with the way back."""
    if not titles:
        return Message(lines=(T("Nothing is left out here."),))
    shown = tuple(titles.items())[:_BUTTONS]
    choices = tuple(
        _choice(f"b{number}", T("Bring back: {title}", title=title), BRING_BACK, {"name": name})
        for number, (name, title) in enumerate(shown, start=1)
    )
    more = len(titles) - len(shown)
    return Message(
        title=T("Left out here"),
        lines=(TN("{count} is left out here.", "{count} are left out here.", len(titles)),),
        footer=T("{command} with a name brings back any of the others.", command=Command(BRING_BACK))
        if more > 0
        else None,
        menu=Menu(choices=choices),
    )


def ask_erasure(entry: PackEntry) -> Message:
    """Ask before the words of a challenge are deleted."""
    sure = {"name": entry.id, "sure": "yes"}
    return Message(
        lines=(
            T("Delete “{title}” and its words for good?", title=Verbatim(entry.entry.title.template)),
            T(
                "If it was posted, diaries will only say “A challenge of that week”. The message in the channel stays "
                "until somebody deletes it there."
            ),
        ),
        menu=Menu(
            choices=(
                _choice("keep", T("Keep it"), LIST, {}, Tone.MAIN),
                _choice("sure", T("Delete its words"), ERASE, sure, Tone.CAREFUL),
            )
        ),
    )


def erased() -> Message:
    """Say that a challenge's words are gone."""
    return Message(lines=(T("It is deleted, and its words are gone from here."),))


def _choice(key: str, label: Text, command: str, options: dict[str, str], tone: Tone = Tone.PLAIN) -> Choice:
    return Choice(key=key, label=label, action=Action(command=command, options=options), tone=tone)
