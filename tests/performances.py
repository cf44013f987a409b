"""What can be bought again and again."""

from datetime import UTC, datetime, timedelta

import requests

EVENT, FRIDAY = "6IE", 4


def with_places(sandbox_url: str, *, event_id: str = EVENT, weekday: int | None = FRIDAY) -> list[str]:
    """Those on one day of the week; of the usual event there are many, with places for everybody.

    None of the next day, which may begin while people buy.
    """
    asked = {"event_id": event_id, "page_length": "100"}
    address = f"{sandbox_url}/f13/performances.v1"
    answer = requests.get(address, asked, auth=("demo", "demopass"), timeout=30).json()
    found = answer["results"]["performance"]
    starts = {one["perf_id"]: datetime.fromisoformat(one["iso8601_date_and_time"]) for one in found}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return [id for id, at in starts.items() if at > tomorrow and weekday in {None, at.weekday()}]
