"""What a table of spots would do, and what it did, as its organiser reads it."""

from bot.domain.community import Spot
from bot.ports.messages import Action, Choice, Menu, Message, Reply, Tone, say
from bot.services.places.spot_table import Table
from bot.text.message import TN, T, Text, Verbatim, listed

_PROBLEMS_SHOWN = 10
_NAMES_SHOWN = 8


def dry_run(table: Table, confirm: Action, *, changed: bool = False) -> Message:
    """Show what a table would add, change, leave as it is and leave out; `changed` where the list is another by now."""
    lines = [T("Your list has changed since. This is what the file would do now:")] if changed else []
    lines += _counts(table)
    if table.unread:
        shown = listed(*(Verbatim(name[:40]) for name in table.unread[:_NAMES_SHOWN]))
        lines.append(T("Columns that I don't read: {names}.", names=shown))
    bullets = tuple(
        T("Line {line}: {problem}", line=each.line, problem=each.text)
        for each in table.problems[:_PROBLEMS_SHOWN]
    )
    if bullets:
        lines.append(T("These lines would be left out:"))
    hidden = len(table.problems) - len(bullets)
    label = T("Do this")
    if table.added and not table.changed:
        label = TN("Add {count} spot", "Add {count} spots", len(table.added))
    menu = Menu(choices=(Choice(key="add", label=label, action=confirm, tone=Tone.MAIN),))
    return Message(
        title=T("Nothing is changed yet"),
        lines=tuple(lines),
        bullets=bullets,
        footer=TN("{count} more line like this", "{count} more lines like this", hidden)
        if hidden > 0
        else None,
        menu=menu if table.added or table.changed else None,
    )


def _counts(table: Table) -> list[Text]:
    fine = len(table.added) + len(table.changed) + table.same
    lines = [TN("{count} line is fine.", "{count} lines are fine.", fine)]
    if table.added:
        lines.append(T("New: {names}.", names=_named(table.added)))
    if table.changed:
        lines.append(T("Changed: {names}.", names=_named(table.changed)))
    if table.same:
        lines.append(TN("{count} stays as it is.", "{count} stay as they are.", table.same))
    return lines


def _named(spots: tuple[Spot, ...]) -> Text:
    shown = listed(*(Verbatim(spot.name) for spot in spots[:_NAMES_SHOWN]))
    if len(spots) > _NAMES_SHOWN:
        return TN(
            "{names} and {count} more", "{names} and {count} more", len(spots) - _NAMES_SHOWN, names=shown
        )
    return T("{names}", names=shown)


def applied(table: Table) -> Reply:
    """Say what was done."""
    done = []
    if table.added:
        done.append(TN("{count} spot was added.", "{count} spots were added.", len(table.added)))
    if table.changed:
        done.append(TN("{count} spot was changed.", "{count} spots were changed.", len(table.changed)))
    return say(*(done or [T("There was nothing to change.")]), update=True)
