"""A member can have several accounts on one platform: one that Kith writes to, and extra ones to call from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let every account that is there be one that Kith writes to."""
    op.add_column("account", sa.Column("extra", sa.Integer(), nullable=True))
    op.execute(sa.table("account", sa.column("extra")).update().values(extra=0))
    with op.batch_alter_table("account", table_kwargs={"sqlite_strict": True}) as accounts:
        accounts.alter_column("extra", existing_type=sa.Integer(), nullable=False)
