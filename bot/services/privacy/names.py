"""The names of the steps by which things are forgotten."""

TAKE_AWAY = "privacy.take-away"
RETAIN = "privacy.retain"
LOOK_ROUND = "privacy.look-round"
QUESTION = "privacy.question"
QUESTION_PLACE = "privacy.question-place"
QUESTION_OVER = "privacy.question-over"
UNANSWERED = "privacy.unanswered"
