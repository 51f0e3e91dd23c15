"""Translations: one `.po` file a language, read by `bot.text.catalogue`."""
