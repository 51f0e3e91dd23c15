"""The names of the steps of suggestions (`bot.services.step_tables.shelf` ties them to code)."""

DRAFT_OVER = "suggestion.draft-over"
NOTICE = "suggestion.notice"
REMIND = "suggestion.remind"
TOLD = "suggestion.told"
