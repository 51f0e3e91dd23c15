"""The steps of open tables, by name."""

from bot.services.deliveries import open_table as told
from bot.services.open_tables import open_table
from bot.services.steps import Delivery, Steps

TABLE_STEPS = Steps(
    decisions={
        open_table.ASK: open_table.ask_hosts,
        open_table.TELL: open_table.tell,
        open_table.LOOK: open_table.look,
    },
    slow_decisions={},
    deliveries={
        open_table.INVITED: Delivery(prepare=told.invited),
        open_table.HOST: Delivery(prepare=told.ask_host),
        open_table.TOLD: Delivery(prepare=told.told),
    },
)
