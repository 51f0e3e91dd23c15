"""The steps by which things are forgotten, by name."""

from bot.services.privacy import forgetting, names
from bot.services.steps import Delivery, Steps

PRIVACY_STEPS = Steps(
    decisions={},
    slow_decisions={},
    deliveries={names.TAKE_AWAY: Delivery(prepare=forgetting.take_away)},
)
