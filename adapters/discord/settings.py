"""The `[discord]` table of the configuration."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class DiscordSettings(BaseModel):
    """Say how to reach Discord and as whom.

    `api_url` and `gateway_url` lead to a proxy (or to a pretend Discord in tests) in place of discord.com; they hold
    for the whole process, because discord.py keeps the addresses on its classes. `ready_wait` is how many seconds
    to wait for further servers after connecting.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr
    application_id: str | None = Field(default=None, pattern=r"^\d{15,20}$")
    sharded: bool = False
    sync_commands: Literal["changed", "always", "never"] = "changed"
    api_url: str | None = Field(default=None, pattern=r"^https?://")
    gateway_url: str | None = Field(default=None, pattern=r"^wss?://")
    ready_wait: float = Field(default=2.0, ge=0.0, le=60.0)
