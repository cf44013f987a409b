"""Where things are on: cities and venues, and the airports near them."""

from sandbox.catalogue.model import City, Venue

CITIES = {
    city.code: city
    for city in (
        City("london-uk", "London", "uk", "United Kingdom", 51.5074, -0.1278, "Europe/London"),
        City("edinburgh-uk", "Edinburgh", "uk", "United Kingdom", 55.9533, -3.1883, "Europe/London"),
        City("manchester-uk", "Manchester", "uk", "United Kingdom", 53.4808, -2.2426, "Europe/London"),
        City("dublin-ie", "Dublin", "ie", "Ireland", 53.3498, -6.2603, "Europe/Dublin"),
        City("paris-fr", "Paris", "fr", "France", 48.8566, 2.3522, "Europe/Paris"),
        City("berlin-de", "Berlin", "de", "Germany", 52.52, 13.405, "Europe/Berlin"),
        City("madrid-es", "Madrid", "es", "Spain", 40.4168, -3.7038, "Europe/Madrid"),
        City("barcelona-es", "Barcelona", "es", "Spain", 41.3874, 2.1686, "Europe/Madrid"),
        City("amsterdam-nl", "Amsterdam", "nl", "Netherlands", 52.3676, 4.9041, "Europe/Amsterdam"),
        City(
            "new_york-us", "New York", "us", "United States of America", 40.7128, -74.006, "America/New_York"
        ),
        City(
            "las_vegas-us",
            "Las Vegas",
            "us",
            "United States of America",
            36.1699,
            -115.1398,
            "America/Los_Angeles",
        ),
        City(
            "orlando-us", "Orlando", "us", "United States of America", 28.5384, -81.3789, "America/New_York"
        ),
        City("tokyo-jp", "Tokyo", "jp", "Japan", 35.6762, 139.6503, "Asia/Tokyo"),
        City("dubai-ae", "Dubai", "ae", "United Arab Emirates", 25.2048, 55.2708, "Asia/Dubai"),
    )
}

AIRPORTS = {
    "LHR": "london-uk",
    "LGW": "london-uk",
    "LCY": "london-uk",
    "STN": "london-uk",
    "EDI": "edinburgh-uk",
    "MAN": "manchester-uk",
    "DUB": "dublin-ie",
    "CDG": "paris-fr",
    "ORY": "paris-fr",
    "BER": "berlin-de",
    "MAD": "madrid-es",
    "BCN": "barcelona-es",
    "AMS": "amsterdam-nl",
    "JFK": "new_york-us",
    "LGA": "new_york-us",
    "EWR": "new_york-us",
    "LAS": "las_vegas-us",
    "MCO": "orlando-us",
    "HND": "tokyo-jp",
    "NRT": "tokyo-jp",
    "DXB": "dubai-ae",
}


def venue(desc: str, city: str, postcode: str, at: tuple[float, float], street: str, info: str = "") -> Venue:
    """A venue in one of the cities, its address being the street, the city and the country."""
    place = CITIES[city]
    address = "\r\n".join((street, place.desc, place.country_desc))
    return Venue(desc, place, postcode, *at, address=address, info=info)
