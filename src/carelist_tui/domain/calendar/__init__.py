"""Service days and the clocks of Dues: same day, hours, service days, days, months, and closures.

Moments in are aware. Moments out that stand on a clock on the wall (an opening, a close, 10:00) are local; hours that
were counted come back in UTC, where no hour exists twice. Standard library only, dateutil when needed: this is on
the way to the first frame.
"""

from carelist_tui.domain.calendar.bank_holidays import REGIONS, Region, bank_holidays
from carelist_tui.domain.calendar.clocks import Calendar
from carelist_tui.domain.calendar.hours import Interval, OutOfHours, ServiceHours

__all__ = ["REGIONS", "Calendar", "Interval", "OutOfHours", "Region", "ServiceHours", "bank_holidays"]
