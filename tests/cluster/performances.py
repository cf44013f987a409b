"""What can be bought again and again."""

from datetime import datetime

import requests

EVENT, FRIDAY = "6IE", 4


def with_places(sandbox_url: str, *, event_id: str = EVENT, weekday: int | None = FRIDAY) -> list[str]:
    """Those on one day of the week; of the usual event there are many, with places for everybody."""
    asked = {"event_id": event_id, "page_length": "100"}
    address = f"{sandbox_url}/f13/performances.v1"
    answer = requests.get(address, asked, auth=("demo", "demopass"), timeout=30).json()
    found = answer["results"]["performance"]
    days = {one["perf_id"]: datetime.fromisoformat(one["iso8601_date_and_time"]).weekday() for one in found}
    return [perf_id for perf_id, day in days.items() if weekday in {None, day}]
