"""The steps by which things are forgotten, by name."""

from bot.services.privacy import forgetting, keeping, looking_round, names, retaining
from bot.services.steps import Delivery, Steps

PRIVACY_STEPS = Steps(
    decisions={names.RETAIN: retaining.retain, names.UNANSWERED: keeping.unanswered},
    slow_decisions={names.LOOK_ROUND: looking_round.look_round},
    deliveries={
        names.TAKE_AWAY: Delivery(prepare=forgetting.take_away),
        names.QUESTION: Delivery(prepare=keeping.question, settle=keeping.asked, refused=keeping.not_asked),
        names.QUESTION_PLACE: Delivery(prepare=keeping.question_place),
        names.QUESTION_OVER: Delivery(prepare=keeping.question_over),
    },
)
