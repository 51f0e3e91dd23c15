"""The tables of what people tap on weekly challenges, and of a question that is only ever counted.

`norm_asked` knows in which five weeks who was asked, `norm_count` how many gave which answer in these five weeks. The days
are the same for everybody, and nothing tells who answered.
"""

from sqlalchemy import Column, Index, Integer

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import DAY, STRINGS, WORDS, sealed, worded
from bot.domain.posts import Felt, Tap

challenge_tap = table(
    "challenge_tap",
    words("post", of("challenge_post")),
    words("platform"),
    words("user"),
    Column("tap", worded(Tap), nullable=False),
    Column("shown", STRINGS, nullable=False),
    Column("note", sealed(WORDS, "challenge_tap.note"), nullable=False),
    words("did", null=True),
    Column("felt", sealed(worded(Felt), "challenge_tap.felt")),
    Index("ix_challenge_tap_platform_user", "platform", "user"),
    key=("post", "platform", "user"),
)

norm_asked = table(
    "norm_asked",
    words("community", of("community")),
    words("platform"),
    words("user"),
    Column("since", DAY, nullable=False),
    Index("ix_norm_asked_platform_user", "platform", "user"),
    key=("community", "platform", "user"),
)

norm_count = table(
    "norm_count",
    words("community", of("community")),
    Column("since", DAY, nullable=False),
    Column("yes", Integer, nullable=False),
    Column("not_now", Integer, nullable=False),
    key=("community", "since"),
)
