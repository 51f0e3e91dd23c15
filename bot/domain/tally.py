"""Counts that outlive what was counted."""

from enum import StrEnum

from bot.domain.rounds import Reason, Seat


class Tally(StrEnum):
    """What is counted in a community, beside what people answered to a check-in."""

    AGAIN = "pairs-again"  # pairs of a circle matched once more
    AGAIN_MET = "pairs-again-met"  # those of them who had met before
    LEFT_OUT = "left-out"  # yeses without a seat when their round was over
    PAIRS = "pairs"
    PAIRS_MET = "pairs-met"


def reason_name(reason: Reason) -> str:
    """Return the name under which a reason why a meetup did not happen is counted."""
    return f"reason/{reason.value}"


def answers_of(seat: Seat) -> tuple[str, ...]:
    """Return the names under which a seat's answers to the check-in are counted."""
    found = []
    if seat.met is not None:
        found.append(f"met/{seat.met.value}")
    if seat.feeling is not None:
        found.append(f"feeling/{seat.feeling.value}")
    if seat.again is not None:
        found.append(f"again/{'yes' if seat.again else 'no'}")
    if seat.reason is not None:
        found.append(reason_name(seat.reason))
    return tuple(found)
