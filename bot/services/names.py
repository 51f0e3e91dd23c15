"""The names of a round's steps, in the order of a round's life (`bot.services.round_steps` ties them to code)."""

OPENING = "round.opening"
INVITE = "round.invite"
AGREE_AGAIN = "round.agree-again"
SECOND_DRAW = "round.second-draw"
UNMATCHED = "round.unmatched"
PASSED_BY = "round.passed-by"
NOOK = "round.nook"
NOOK_OVER = "round.nook-over"

PLACE = "group.place"
INTRODUCTION = "group.introduction"
OTHER_TIMES = "group.other-times"
NUDGE = "group.nudge"
NUDGED = "group.nudged"
RELEASE = "group.release"
AGREED = "group.agreed"
SPOT = "group.spot"
REMINDER = "group.reminder"
LATE = "group.late"
LEFT = "group.left"
REMOVE = "group.remove"
FELL_THROUGH = "group.fell-through"
CHECK_IN = "group.check-in"
ASK = "group.ask"
AGAIN = "group.again"
CLOSE = "group.close"
ARCHIVE = "group.archive"

CONFIRM = "group.confirm"
TIME = "group.time"
SIGN = "group.sign"
ASK_ABSENT = "group.ask-absent"
AGAIN_SOME = "group.again-some"
AGAIN_TOLD = "group.again-told"
NEXT_DATE = "group.next-date"

UNEXPLAINED = "member.unexplained"
FADE = "member.fade"
PAUSED = "member.paused"

BUDDY_REQUEST = "buddy.request"
BUDDY_ACCEPTED = "buddy.accepted"
BUDDY_CHECK = "buddy.check"
BUDDY_ALL_GOOD = "buddy.all-good"
BUDDY_OVERDUE = "buddy.overdue"
BUDDY_FINE = "buddy.fine"

AHEAD = (
    NUDGE,
    NUDGED,
    RELEASE,
    REMINDER,
    CHECK_IN,
    ASK,
    OTHER_TIMES,
    AGREED,
    SPOT,
    LATE,
    CLOSE,
    CONFIRM,
    TIME,
    AGAIN_SOME,
)
"""What is planned for a group and falls away when the group ends."""
