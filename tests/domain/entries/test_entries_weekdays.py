"""A weekday is one day however it is written."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from carelist_tui.domain.entries import SafeTime


@pytest.mark.parametrize("written", ["mon", "Mon", "MON", "Monday", "monday"])
def test_a_weekday_is_one_day_however_it_is_written(written: str) -> None:
    assert SafeTime.model_validate({"days": [written], "from": "09:00", "to": "17:00"}).days == ("mon",)


@pytest.mark.parametrize("written", ["", "m", "mond", "someday", 1])
def test_what_is_no_weekday_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match="days"):
        SafeTime.model_validate({"days": [written], "from": "09:00", "to": "17:00"})
