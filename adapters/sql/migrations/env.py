"""Run by Alembic for every upgrade: one transaction per step, and no step that breaks a reference."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from adapters.sql.tables import metadata

connection: Connection = context.config.attributes["connection"]


def check_references(*_: Any, **__: Any) -> None:  # noqa: ANN401 - Alembic hands over facts that are not needed here
    """Undo a step that leaves a row pointing nowhere; foreign keys are off while it runs."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a migration left a broken reference in table {broken[0]}")


context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    on_version_apply=check_references,
)
with context.begin_transaction():
    context.run_migrations()
