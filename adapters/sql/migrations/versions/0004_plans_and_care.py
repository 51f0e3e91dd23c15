"""From a match to a meeting: plans that move, people who stay apart, reports, and what is sealed at rest."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what plans, places, care and privacy remember."""
    _plans()
    _places()
    _meetings()
    _separations()
    _reports()
    _privacy()
    _sealing()


def _plans() -> None:
    pass


def _places() -> None:
    pass


def _meetings() -> None:
    pass


def _separations() -> None:
    pass


def _reports() -> None:
    pass


def _privacy() -> None:
    pass


def _sealing() -> None:
    pass
