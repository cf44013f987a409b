"""What axe cannot find: looks at a page. Each gives its faults as sentences and leaves it as it was."""

from collections.abc import Callable

from playwright.sync_api import Page

from . import keys, sizes, still, told

LOOKS: dict[str, Callable[[Page], list[str]]] = {
    "sizes": sizes.faults_of,
    "told": told.faults_of,
    "still": still.faults_of,
    "keys": keys.faults_of,
}
