"""Skip, with a reason, what this machine cannot run; under KITH_REQUIRE_ALL=1 a skip is a failure."""

import os

import pytest


def need(*, met: bool, reason: str) -> None:
    """Skip the calling test or fixture unless `met`."""
    if met:
        return
    if os.environ.get("KITH_REQUIRE_ALL") == "1":
        pytest.fail(f"required here, but missing: {reason}")
    pytest.skip(reason)
