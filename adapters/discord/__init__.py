"""Kith on Discord, with discord.py: slash commands, buttons, selects, modals and private threads.

`platform.DiscordPlatform` is the front; `settings.DiscordSettings` is its table in the configuration.
No privileged intent is asked for and no message of a member is ever read.
"""
