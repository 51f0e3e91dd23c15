"""Which code a job names: one table a subject, put together when the bot starts."""
