"""A library of one's own: seasons that organisers shape, suggestions and packs, and answers to be counted."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the weekly challenge remembers."""
    _seasons()
    _library()
    _answers()


def _seasons() -> None:
    """Let organisers say what the weather is like, and choose or leave out a week."""


def _library() -> None:
    """Let a community have challenges of its own, suggestions, and challenges that it leaves out."""


def _answers() -> None:
    """Let people answer questions that are only ever counted."""
