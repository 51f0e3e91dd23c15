"""The bot's table of contents: every command, in the order in which help shows them."""

from bot.commands import membership, organise_setup, profile
from bot.commands.command import Command

CATALOGUE: tuple[Command, ...] = (
    *membership.COMMANDS,
    *profile.COMMANDS,
    *profile.MINE,
    *organise_setup.COMMANDS,
)
