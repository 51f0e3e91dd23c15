"""The steps around a meeting, by name: still on, the hour, who was not there, and buddies."""

from bot.services import names
from bot.services.around import absences, overdue, privately, telling
from bot.services.deliveries import buddies as buddies_told
from bot.services.deliveries import meetings as meetings_told
from bot.services.steps import Delivery, Steps

MEETING_STEPS = Steps(
    decisions={
        names.UNEXPLAINED: absences.unexplained,
        names.FADE: absences.fade,
        names.BUDDY_CHECK: overdue.check_due,
    },
    slow_decisions={},
    deliveries={
        names.CONFIRM: Delivery(prepare=meetings_told.confirm),
        names.TIME: Delivery(prepare=meetings_told.time_has_come),
        names.SIGN: Delivery(prepare=meetings_told.signed),
        names.ASK_ABSENT: Delivery(prepare=telling.ask_absent, refused=privately.refused),
        names.PAUSED: Delivery(prepare=telling.paused, refused=privately.refused),
        names.BUDDY_REQUEST: Delivery(prepare=buddies_told.request),
        names.BUDDY_ACCEPTED: Delivery(prepare=buddies_told.accepted),
        names.BUDDY_GONE: Delivery(prepare=buddies_told.gone),
        names.BUDDY_ALL_GOOD: Delivery(prepare=buddies_told.all_good),
        names.BUDDY_OVERDUE: Delivery(prepare=buddies_told.overdue),
        names.BUDDY_FINE: Delivery(prepare=buddies_told.fine),
    },
)
