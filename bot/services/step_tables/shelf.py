"""The steps of suggestions, by name."""

from bot.services.deliveries import suggestions as deliveries
from bot.services.shelf import names, suggesting
from bot.services.steps import Delivery, Steps

SHELF_STEPS = Steps(
    decisions={names.DRAFT_OVER: suggesting.draft_over, names.REMIND: suggesting.remind},
    slow_decisions={},
    deliveries={
        names.NOTICE: Delivery(prepare=deliveries.notice),
        names.TOLD: Delivery(prepare=deliveries.told),
    },
)
