"""The steps of care, by name."""

from bot.services.care import contacts, names, reviewing, routing
from bot.services.deliveries import care as told
from bot.services.deliveries.contacts import help_due
from bot.services.steps import Delivery, Steps

CARE_STEPS = Steps(
    decisions={
        names.DRAFT_OVER: reviewing.draft_over,
        names.UNANSWERED: reviewing.unanswered,
        names.UNCLOSED: reviewing.unclosed,
        names.HOLD_OVER: reviewing.hold_over,
        names.DELETE: reviewing.delete,
        names.CHECK_HELP: contacts.ask,
    },
    slow_decisions={names.ROUTE: routing.route},
    deliveries={
        names.NOTICE: Delivery(prepare=told.notice),
        names.ALTERNATE: Delivery(prepare=told.alternate, refused=routing.alternate_refused),
        names.REMIND: Delivery(prepare=told.remind),
        names.AGREEMENT: Delivery(prepare=told.agreement),
        names.TOLD: Delivery(prepare=told.told),
        names.RECEIPT: Delivery(prepare=told.receipt),
        names.ROOM: Delivery(prepare=told.room, settle=routing.room_opened),
        names.WELCOME: Delivery(prepare=told.welcome),
        names.PING: Delivery(prepare=told.ping),
        names.UNDER_AGE: Delivery(prepare=told.under_age),
        names.HELP_DUE: Delivery(prepare=help_due),
    },
)
