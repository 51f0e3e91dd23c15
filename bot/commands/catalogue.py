"""The bot's table of contents: every command, in the order in which help shows them."""

from bot.commands import membership, organise_rounds, organise_setup, plans, profile, status
from bot.commands.command import Command

CATALOGUE: tuple[Command, ...] = (
    *membership.COMMANDS,
    *profile.COMMANDS,
    *profile.MINE,
    *status.COMMANDS,
    *plans.COMMANDS,
    *organise_setup.COMMANDS,
    *organise_rounds.COMMANDS,
)
