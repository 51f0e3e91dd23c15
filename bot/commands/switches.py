"""What can be on or off, as an option of a command."""

from bot.ports.commands import Option, OptionChoice, OptionKind
from bot.text.message import T

ON_OR_OFF = Option(
    name="state",
    summary=T("On or off"),
    kind=OptionKind.WORD,
    choices=(OptionChoice(value="on", label=T("On")), OptionChoice(value="off", label=T("Off"))),
)
