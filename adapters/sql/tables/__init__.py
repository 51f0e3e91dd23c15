"""The tables. A column is called like the domain's field, so that a row becomes an object by its names.

`seat` carries the promise that nobody is matched twice: at most one active seat of a role (a volunteer host may have
an extra one) per member and round, held by the database itself. `meeting` and `seat` name members by their bare ids, because who met whom outlives a
member's own rows; everything that is a member's own goes with them. Separations name no member at all: they hold
marks, keyed hashes of accounts (`marks.py`), and outlive the accounts too, and so do bars. A report names people by
their bare ids and by their accounts; `SqlMembers.erase` and `merging` see to it.
"""

from adapters.sql.tables.aftermath import absence, buddy_check
from adapters.sql.tables.answering import challenge_tap, norm_asked, norm_count
from adapters.sql.tables.base import metadata
from adapters.sql.tables.care import bar, pepper, report, separation, separation_mark
from adapters.sql.tables.core import (
    account,
    answer,
    area,
    challenge_post,
    circle,
    community,
    enrolment,
    group,
    home,
    job,
    meeting,
    member,
    menu,
    note,
    open_table,
    round_,
    sat_out,
    seat,
    spot,
    table_part,
    turn,
)
from adapters.sql.tables.privacy import consent, seal, seen, tally
from adapters.sql.tables.season import season
from adapters.sql.tables.shelf import left_out, misfit, pack, pack_entry, suggestion

__all__ = [
    "absence",
    "account",
    "answer",
    "area",
    "bar",
    "buddy_check",
    "challenge_post",
    "challenge_tap",
    "circle",
    "community",
    "consent",
    "enrolment",
    "group",
    "home",
    "job",
    "left_out",
    "meeting",
    "member",
    "menu",
    "metadata",
    "misfit",
    "norm_asked",
    "norm_count",
    "note",
    "open_table",
    "pack",
    "pack_entry",
    "pepper",
    "report",
    "round_",
    "sat_out",
    "seal",
    "season",
    "seat",
    "seen",
    "separation",
    "separation_mark",
    "spot",
    "suggestion",
    "table_part",
    "tally",
    "turn",
]
