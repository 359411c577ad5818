"""Distances on the globe (requirement E21)."""

from math import asin, cos, radians, sin, sqrt

from shuke.members.refusals import BadPlace

# Mean radius of the earth, IUGG.
EARTH_RADIUS_KM = 6371.0088
_BANDS_KM = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) pairs in km.

    Haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984).
    """
    north_a, north_b = radians(a[0]), radians(b[0])
    half_north = (north_b - north_a) / 2
    half_east = radians(b[1] - a[1]) / 2
    chord = sin(half_north) ** 2 + cos(north_a) * cos(north_b) * sin(half_east) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))


def band(distance_km: float) -> str:
    """Return the band of a distance, lower bound included: 1.11 -> "1-2", 25 -> "20+" (km)."""
    lower = "0"
    for upper in _BANDS_KM:
        if distance_km < upper:
            return f"{lower}-{upper:g}"
        lower = f"{upper:g}"
    return f"{lower}+"


def checked_place(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the pair.

    Raises:
        BadPlace: not a place on the globe.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        raise BadPlace(latitude=latitude, longitude=longitude)
    return latitude, longitude
