"""The steps of a round and of a membership, by name."""

from datetime import datetime

from bot.domain.jobs import Job
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import departures, groups, leftover, names, round_deliveries, rounds, schedule
from bot.services.kit import Kit
from bot.services.steps import Delivery, Steps


def _erase(_kit: Kit, repos: Repositories, job: Job, _now: datetime) -> None:
    departures.erase_if_left(repos, MemberId(job.subject))


ROUND_STEPS = Steps(
    decisions={
        schedule.OPEN: rounds.open_round,
        names.NUDGE: groups.nudge,
        names.RELEASE: groups.release_silent,
        names.CHECK_IN: groups.check_in,
        names.CLOSE: groups.close,
        departures.ERASE: _erase,
    },
    slow_decisions={
        schedule.MATCH: rounds.match_round,
        names.SECOND_DRAW: rounds.second_draw,
    },
    deliveries={
        names.OPENING: Delivery(prepare=round_deliveries.opening),
        names.INVITE: Delivery(prepare=round_deliveries.invite),
        names.UNMATCHED: Delivery(prepare=round_deliveries.unmatched, refused=leftover.direct_refused),
        names.PASSED_BY: Delivery(prepare=round_deliveries.passed_by),
        names.NOOK: Delivery(prepare=round_deliveries.nook),
        names.NOOK_OVER: Delivery(prepare=round_deliveries.nook_over),
        names.PLACE: Delivery(
            prepare=round_deliveries.place, settle=groups.place_is_open, refused=groups.place_refused
        ),
        names.INTRODUCTION: Delivery(
            prepare=round_deliveries.introduce, settle=groups.introduced, refused=groups.place_refused
        ),
        names.OTHER_TIMES: Delivery(prepare=round_deliveries.other_times),
        names.SPOT: Delivery(prepare=round_deliveries.other_spot),
        names.NUDGED: Delivery(prepare=round_deliveries.nudged),
        names.AGREED: Delivery(prepare=round_deliveries.agreed),
        names.REMINDER: Delivery(prepare=round_deliveries.reminder),
        names.LATE: Delivery(prepare=round_deliveries.late),
        names.LEFT: Delivery(prepare=round_deliveries.left),
        names.REMOVE: Delivery(prepare=round_deliveries.remove),
        names.FELL_THROUGH: Delivery(prepare=round_deliveries.fell_through),
        names.ASK: Delivery(prepare=round_deliveries.ask),
        names.AGAIN: Delivery(prepare=round_deliveries.mutual_again),
        names.ARCHIVE: Delivery(prepare=round_deliveries.archive),
    },
)
