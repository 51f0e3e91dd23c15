"""The steps of a round, by name."""

from bot.services import groups, names, rounds
from bot.services.circles import schedule
from bot.services.deliveries import checkins as checkins_told
from bot.services.deliveries import consents
from bot.services.deliveries import meetings as meetings_told
from bot.services.deliveries import plans as plans_told
from bot.services.deliveries import rounds as rounds_told
from bot.services.seats import lapsing, leftover
from bot.services.steps import Delivery, Steps

ROUND_STEPS = Steps(
    decisions={
        schedule.OPEN: rounds.open_round,
        names.NUDGE: groups.nudge,
        names.RELEASE: groups.release_silent,
        names.LAPSING: lapsing.look,
        names.CHECK_IN: groups.check_in,
        names.AGAIN_SOME: groups.meet_again,
        names.CLOSE: groups.close,
    },
    slow_decisions={
        schedule.MATCH: rounds.match_round,
        names.SECOND_DRAW: rounds.second_draw,
    },
    deliveries={
        names.OPENING: Delivery(prepare=rounds_told.opening),
        names.INVITE: Delivery(prepare=rounds_told.invite),
        names.AGREE_AGAIN: Delivery(prepare=consents.asked_again),
        names.UNMATCHED: Delivery(prepare=rounds_told.unmatched, refused=leftover.direct_refused),
        names.PASSED_BY: Delivery(prepare=rounds_told.passed_by),
        names.NOOK: Delivery(prepare=rounds_told.nook),
        names.NOOK_OVER: Delivery(prepare=rounds_told.nook_over),
        names.PLACE: Delivery(
            prepare=plans_told.place, settle=groups.place_is_open, refused=groups.place_refused
        ),
        names.INTRODUCTION: Delivery(
            prepare=plans_told.introduce, settle=groups.introduced, refused=groups.place_refused
        ),
        names.OTHER_TIMES: Delivery(prepare=plans_told.other_times),
        names.MOVED: Delivery(prepare=plans_told.moved),
        names.NOT_TODAY: Delivery(prepare=plans_told.not_today),
        names.SPOT: Delivery(prepare=plans_told.other_spot),
        names.NUDGED: Delivery(prepare=plans_told.nudged),
        names.AGREED: Delivery(prepare=meetings_told.agreed),
        names.REMINDER: Delivery(prepare=meetings_told.reminder),
        names.LATE: Delivery(prepare=meetings_told.late),
        names.LEFT: Delivery(prepare=meetings_told.left),
        names.REMOVE: Delivery(prepare=plans_told.remove),
        names.FELL_THROUGH: Delivery(prepare=meetings_told.fell_through),
        names.ENTRY_OUT: Delivery(prepare=meetings_told.entry_out),
        names.ASK: Delivery(prepare=checkins_told.ask),
        names.AGAIN: Delivery(prepare=checkins_told.mutual_again),
        names.AGAIN_TOLD: Delivery(prepare=checkins_told.again_told),
        names.NEXT_DATE: Delivery(
            prepare=checkins_told.next_date, settle=groups.introduced, refused=groups.place_refused
        ),
        names.UNDONE: Delivery(prepare=plans_told.undone),
        names.ARCHIVE: Delivery(prepare=plans_told.archive),
    },
)
