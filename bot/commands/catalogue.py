"""The bot's table of contents: every command, in the order in which help shows them."""

from bot.commands import (
    avoids,
    challenges,
    kith,
    link,
    membership,
    organise_areas,
    organise_challenges,
    organise_circles,
    organise_members,
    organise_rounds,
    organise_setup,
    organise_spots,
    plans,
    profile,
    status,
    talk,
    wishes,
)
from bot.commands.command import Command

CATALOGUE: tuple[Command, ...] = (
    *membership.COMMANDS,
    *profile.COMMANDS,
    *wishes.COMMANDS,
    *status.COMMANDS,
    *plans.COMMANDS,
    *avoids.COMMANDS,
    *talk.COMMANDS,
    *challenges.COMMANDS,
    *profile.MINE,
    *link.COMMANDS,
    *kith.commands(lambda: CATALOGUE),
    *organise_setup.COMMANDS,
    *organise_circles.COMMANDS,
    *organise_areas.COMMANDS,
    *organise_spots.COMMANDS,
    *organise_members.COMMANDS,
    *organise_challenges.COMMANDS,
    *organise_rounds.COMMANDS,
)
