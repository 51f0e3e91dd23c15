"""The `[matrix]` table of the configuration."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator


class MatrixSettings(BaseModel):
    """Say which account Kith uses on which homeserver, and how it behaves there.

    The access token and the device live in a file of `state` that `kith login matrix` writes; there is no
    secret among the settings.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    homeserver: str
    user_id: Annotated[str, Field(pattern=r"^@[^:\s]+:\S+$")]
    state: Path
    device_name: str = "Kith"
    prefix: Annotated[str, Field(pattern=r"^[!.][a-z0-9-]{1,30}$")] = "!kith"
    encryption: bool = True
    encrypt_direct_rooms: bool = True
    encrypt_group_places: bool = False
    organisers: tuple[str, ...] = ()
    request_timeout: Annotated[float, Field(gt=0, le=300)] = 30.0
    sync_timeout: Annotated[float, Field(ge=0, le=120)] = 30.0
    form_minutes: Annotated[int, Field(ge=1, le=1440)] = 60

    @field_validator("homeserver")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("write the homeserver as a web address, such as https://matrix.example.org")
        return value.rstrip("/")

    @property
    def server_name(self) -> str:
        """Return the part of the account behind its first colon."""
        return self.user_id.split(":", maxsplit=1)[1]
