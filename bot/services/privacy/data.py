"""`my data`: everything that is stored about whoever asks, in all communities, as one JSON document.

What is in it is decided by the register alone. Other people's wishes and reports about the caller are not in it: they
are the others' own. Of the people whom the caller met it says how often and when; their accounts stand in it only
while a group lasts, because its people see each other there anyway.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.availability import keys_of
from bot.domain.community import Account
from bot.domain.rounds import GroupState, SeatState
from bot.domain.stored import Entry, several
from bot.ids import GroupId, MemberId
from bot.matching.turns import TENTHS, TURN
from bot.ports.dossier import Plain, Row
from bot.ports.storage import Repositories
from bot.services.people import others_of
from bot.services.privacy.register import REGISTER

VERSION = 1
WITH = several("with", "the accounts of the others, while the group lasts and you sit in it")
"""What `my data` adds to a group; no column holds it."""
_OWN_STEPS = frozenset({"round", "group", "member", "challenge", "buddy", "suggestion"})
"""Jobs of other kinds may be about what others said of the caller, or ask the caller as a moderator."""
_OWN_NOTES = frozenset({"direct", "form", "file", "room", "invite", "menu"})
_OF_ORGANISERS = '"organise '
_PLAN = (
    "state",
    "channel",
    "options",
    "spot",
    "meets_at",
    "revision",
    "offered",
    "moved_from",
    "choosing_since",
)
NOT_HERE = (
    "Other people's private wishes, reports that others wrote, and what comes of them: those are theirs.",
    "Keyed hashes, by which wishes to stay apart hold when somebody leaves and comes back. They name nobody.",
    "Backups, which whoever runs this keeps for five weeks at most.",
    "What your chat platform stores by itself: messages that Kith sent you, and rooms or threads of your groups.",
    "Forms that others opened and did not send, also where they name you: those are theirs.",
    "Text that brought up the card with help lines: nothing of it is stored.",
)


def everything(repos: Repositories, account: Account, now: datetime) -> Mapping[str, Plain]:
    """Return everything that is stored about the person with an account."""
    members = [member.id for member in repos.members.of_user(account.platform, account.user)]
    theirs = (one for member in members for one in repos.members.accounts(member))
    found = repos.dossier.about(members, tuple(dict.fromkeys((account, *theirs))))
    shape = _Shape(repos, found)
    stored = {
        entry.table: [shape.shown(entry, row) for row in found[entry.table] if not _betrays(entry.table, row)]
        for entry in REGISTER
        if entry.about_you
    }
    return {
        "version": VERSION,
        "made_at": now.isoformat(),
        "made_for": {"platform": account.platform, "user": account.user},
        "stored": {table: rows for table, rows in stored.items() if rows},
        "not_in_this_file": list(NOT_HERE),
    }


class _Shape:
    """Give rows the form in which they are shown: only what is the caller's, and readable."""

    def __init__(self, repos: Repositories, found: Mapping[str, Sequence[Row]]) -> None:
        self._repos = repos
        self._members = frozenset(str(member["id"]) for member in found["member"])
        self._seated = {
            seat["group"]: str(seat["member"]) for seat in found["seat"] if seat["state"] == SeatState.ACTIVE
        }

    def shown(self, entry: Entry, row: Row) -> Row:
        """Return what of a row the caller may see."""
        names = [field.name for field in entry.shown]
        mine = {name: row[name] for name in names}
        other: Row = {}
        match entry.table:
            case "member":
                other = {"times": _grid(row["times"])}
            case "enrolment":
                other = {"partner": self._partner(row["partner"])}
            case "group":
                other = self._group(row)
            case "buddy_check":
                own = row["member"] in self._members
                other = {"member": row["member"] if own else None, "buddy": self._partner(row["buddy"])}
            case "turn":
                other = {"level": _tenths(row["level"])}
            case "note":
                other = _note(row)
            case _:
                pass
        return {**mine, **other}

    def _partner(self, member: Plain) -> Plain:
        """Name somebody by their account, as the caller did; their number is nobody else's business."""
        accounts = self._repos.members.accounts(MemberId(member)) if isinstance(member, str) else ()
        return None if not accounts else {"platform": accounts[0].platform, "user": accounts[0].user}

    def _group(self, row: Row) -> dict[str, Plain]:
        """Hide where and when a group meets from whoever sits in it no more, and name its people while it lasts."""
        member = self._seated.get(row["id"])
        if member is None:
            return dict.fromkeys(_PLAN) | {"with": []}
        group = self._repos.rounds.group(GroupId(str(row["id"])))
        if group is None or group.state is GroupState.CLOSED:
            return {"with": []}
        return {"with": list(others_of(self._repos, group, MemberId(member)))}


def _betrays(table: str, row: Row) -> bool:
    """Say whether a row names the caller for somebody else's sake: as the one reported, or as a moderator."""
    match table:
        case "job":
            return str(row["step"]).partition(".")[0] not in _OWN_STEPS
        case "menu" | "note":
            return _OF_ORGANISERS in json.dumps(row).replace("\\", "")
        case _:
            return False


def _note(row: Row) -> dict[str, Plain]:
    """Show what an adapter remembers of a conversation; of the rest the kind alone, as its name may name others."""
    kind = re.split("[/:]", str(row["key"]), maxsplit=1)[0]
    return {} if kind in _OWN_NOTES else {"key": kind, "value": None}


def _grid(times: Plain) -> Plain:
    """Write the days and parts of the day as people say them."""
    return list(keys_of(times)) if isinstance(times, int) else times


def _tenths(level: Plain) -> Plain:
    """Round a level: exactly, the share of one turn would say how many people had a place in a round."""
    return round(level * TENTHS / TURN) if isinstance(level, int) else level


def as_file(document: Mapping[str, Plain]) -> bytes:
    """Write the document as people can read it."""
    return f"{json.dumps(document, indent=2, ensure_ascii=False)}\n".encode()


def sections(document: Mapping[str, Plain]) -> Mapping[str, int]:
    """Return how many rows the document has of each table."""
    stored = document["stored"]
    if not isinstance(stored, Mapping):
        return {}
    return {table: len(rows) for table, rows in stored.items() if isinstance(rows, Sequence)}
