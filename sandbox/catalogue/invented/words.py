"""The vocabulary of the tables: what each word in the last column, each schedule and each class means."""

from datetime import time

from sandbox.catalogue.model import Schedule
from sandbox.catalogue.schedules import Never, Undated, Weekly, Yearly, week

WORDS = {
    "best": "best available: no seats to choose",
    "contig": "seats must be next to each other",
    "never": "may not leave a single seat",
    "ifnec": "may leave a single seat where there is no other way",
    "whole": "a seat block is sold whole",
    "qty=": "the quantities that can be bought",
    "bundle=": "max_bundle_size",
    "mixed=": "max_mixed_discounts",
    "offer=": "so many per cent off the last band",
    "offers": "two offers besides the full price, one of them midweek",
    "nofee": "no booking fee in the last band",
    "promo": "the code SESAME unlocks a ticket at half the price",
    "tax=": "so many per cent tax are in the price, and the answers say so",
    "sold": "nothing is left, on any day",
    "nearly": "a pair and single seats are left, on every day",
    "few": "some performances are is_limited, and nearly or wholly sold",
    "dress": "a custom field: what to wear",
    "filter=": "custom filter codes",
    "example": "example seats come from past reservations",
    "names": "performances have names",
    "notime": "the time of a performance is not shown",
    "departure": "a departure date is needed",
    "duration": "a number of nights is needed",
    "video": "there is a video",
    "reviews": "there are reviews",
    "upsell=": "these may interest the buyer too",
    "addon=": "these can be added",
    "addon-only": "never sold alone",
    "auto": "an add-on whose number follows the tickets",
    "dated": "an add-on of the same day",
    "timed": "an add-on of the same time",
    "goods": "an article: no performance, no time",
    "parts=": "a touring event, consisting of these",
    "source=": "sold by another supplier than its venue's",
    "wallets": "tickets for phones",
    "wild": "a text with HTML that nobody should trust",
    "long": "a name of 200 characters",
    "dead": "closed",
    "pending": "not yet on sale",
}

CLASSES = {
    "theatre": "Theatre",
    "musical": "Musicals",
    "opera": "Opera",
    "dance": "Ballet & Dance",
    "concert": "Concerts",
    "comedy": "Comedy",
    "circuscabaret": "Circus, Cabaret & Variety",
    "family": "Family",
    "sport": "Sport",
    "attract": "Attractions",
    "museum": "Museums & Exhibitions",
    "tours": "Tours",
    "hotel": "Hotels",
    "dining": "Food & Drink",
    "merch": "Merchandise",
}

SCHEDULES: dict[str, Schedule] = {
    "nightly": Weekly(week("mon-sat 19:30; wed sat 14:30")),
    "matinees": Weekly(week("tue-sun 19:00; thu sat sun 14:00")),
    "mornings": Weekly(week("tue-sun 10:30; sat sun 13:30")),
    "evenings": Weekly(week("daily 18:30")),
    "late": Weekly(week("thu-sat 22:30")),
    "weekend": Weekly(week("fri sat 20:00; sun 16:00")),
    "opera": Weekly(week("tue fri 19:00; sun 17:00"), every=2, ahead=500),
    "concert": Weekly(week("sat 20:00"), every=5, ahead=600),
    "fringe": Weekly(week("daily 16:15,21:45"), months=(8,), ahead=400),
    "panto": Weekly(week("tue-sun 13:00,17:30"), months=(11, 12, 1), ahead=400),
    "winter": Weekly(week("thu-sun 18:00; sat sun 13:00"), months=(11, 12, 1, 2), ahead=400),
    "summer": Weekly(week("fri-sun 17:00"), months=(6, 7, 8), ahead=400),
    "match": Weekly(
        week("sat 15:00; tue 19:45"), months=(8, 9, 10, 11, 12, 1, 2, 3, 4, 5), every=2, ahead=300
    ),
    "basho": Weekly(week("daily 08:30"), months=(1, 5, 9), ahead=365),
    "hogmanay": Yearly(12, 31, time(21), first_year=2000),
    "far": Weekly(week("fri sat 19:00"), lead=400, ahead=720),
    "halfhours": Weekly(week("daily 09:30-17:30/30"), ahead=200),
    "quarters": Weekly(week("daily 10:00-16:45/15"), ahead=120),
    "tours": Weekly(week("daily 08:30,13:00"), ahead=365),
    "openday": Weekly(week("tue-sun 10:00"), ahead=365),
    "nights": Weekly(week("daily 15:00"), ahead=365),
    "dummies": Weekly(week("daily 00:00"), ahead=30),
    "anyday": Undated(),
    "never": Never(),
}

NAMES = {
    "match": {1: "Cup replay", 5: "League match"},
    "basho": {6: "Final day of the week: Grand bouts"},
    "fringe": {0: "Preview (pay what you like)", 5: "With sign language interpreter"},
    "evenings": {2: "Captain's table", 5: "Full moon sail 🌕"},
}
