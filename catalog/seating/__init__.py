"""Which seats a venue allows together, the nearest that it does, the best that there are. Pure: no I/O.

`static/seating.js` gives the same answers in the browser; tests/catalog/seating_cases.json holds both to it.
"""

from .groups import Group, Wishes, best
from .kinds import kind_problem
from .lawful import problem
from .nearest import could_become_lawful, nearest_lawful
from .problems import Problem, sentences
from .rules import BandRules, Rule, rules_of
from .splitting import best_split

__all__ = [
    "BandRules",
    "Group",
    "Problem",
    "Rule",
    "Wishes",
    "best",
    "best_split",
    "could_become_lawful",
    "kind_problem",
    "nearest_lawful",
    "problem",
    "rules_of",
    "sentences",
]
