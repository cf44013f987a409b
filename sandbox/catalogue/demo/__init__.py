"""The documented test events, with every condition of theirs that is data."""

from sandbox.catalogue.demo.attractions import EVENTS as ATTRACTIONS
from sandbox.catalogue.demo.others import EVENTS as OTHERS
from sandbox.catalogue.demo.theatre import EVENTS as THEATRE
from sandbox.catalogue.model import Event

EVENTS: tuple[Event, ...] = THEATRE + OTHERS + ATTRACTIONS
