"""The steps of the recap, by name."""

from bot.services.deliveries import recap as told
from bot.services.recap import sharing
from bot.services.steps import Delivery, Steps

RECAP_STEPS = Steps(
    decisions={}, slow_decisions={}, deliveries={sharing.SHARE: Delivery(prepare=told.shared)}
)
