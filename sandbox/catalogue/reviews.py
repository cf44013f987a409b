"""Reviews by papers and people who do not exist."""

from datetime import UTC, datetime
from zlib import crc32

from sandbox.catalogue.model import Review

CRITICS = (
    ("The Evening Lantern", "Unmissable", "The kind of evening for which trams should wait.", 5),
    ("Stage & Street", "", "Clever, warm, and over before you have found your glasses.", 4),
    ("The Harbour Gazette", "A feast with small bones", "Two acts of gold and one of very good brass.", 4),
    ("Curtain Weekly", "Go twice", "I laughed on the left and cried on the right; sit in the middle.", 5),
    ("The Morning Kettle", "Half a triumph", "What it lacks in length it makes up for in hats.", 3),
)
PEOPLE = (
    ("Priya N.", "Best birthday yet", "My nephew has not stopped talking about the lamp.", 5),
    ("Tomasz", "", "Good seats, kind ushers, cold ice cream.", 4),
    ("Agnès L.", "Magnifique", "On rit, on pleure, on revient.", 5),
    ("J. O'Hara", "Not for me", "Too many ravens & not enough plot <for my taste>.", 2),
    ("Лена", "Чудесно", "Лучший вечер этой зимы.", 5),
)


def reviews(event_id: str, *, count: int = 3) -> tuple[Review, ...]:
    """Some critics', then some people's: the same ones each time for an event."""
    seed = crc32(event_id.encode())
    return (
        *(_review(CRITICS[(seed + step) % len(CRITICS)], seed=seed + step) for step in range(count)),
        *(
            _review(PEOPLE[(seed // 7 + step) % len(PEOPLE)], seed=seed + 9 + step, is_user=True)
            for step in range(2)
        ),
    )


def percent(found: tuple[Review, ...], *, is_user: bool) -> int | None:
    """The mean of the stars as f13 gives it: 80 for four of five."""
    stars = [review.stars for review in found if review.is_user is is_user]
    return round(sum(stars) * 20 / len(stars)) if stars else None


def _review(words: tuple[str, str, str, int], *, seed: int, is_user: bool = False) -> Review:
    author, title, body, stars = words
    at = datetime(2023 + seed % 3, 1 + seed % 12, 1 + seed % 28, 10, tzinfo=UTC)
    language = {"Agnès L.": "fr", "Лена": "ru"}.get(author, "en")
    url = "" if is_user or seed % 2 else "https://reviews.example/" + str(seed % 1000)
    return Review(author, title, body, stars, at, is_user, language, url)
