"""Storage on SQLAlchemy Core: SQLite by default, PostgreSQL to grow."""
