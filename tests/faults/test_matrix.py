"""Nobody pays without tickets or gets tickets without paying, whatever goes wrong and whatever dies then.

Each run walks a few cells, the same ones each time; `VISITS=many`, as in `make faults`, walks all of them.
`SEED` walks others, `CELLS='redirect · callback · cut · nothing'` those whose names have this pattern.
"""

import os
import random
import re

from tests.faults.matrix import CALLS, cells, walk

EACH = 2  # of every way of paying: it takes a minute or two


def chosen():
    """All; those whose names are as asked for; or a few, of every way as many."""
    everything = cells()
    if named := os.environ.get("CELLS"):
        return [cell for cell in everything if re.search(named, str(cell))]
    if os.environ.get("VISITS") == "many":
        return everything
    chance = random.Random(os.environ.get("SEED", ""))
    of_each = [chance.sample([cell for cell in everything if cell.way == way], EACH) for way in CALLS]
    return [cell for cells_of_way in of_each for cell in cells_of_way]


def test_money_taken_is_tickets_held_in_every_cell(stage, capsys):
    verdicts = []
    for cell in chosen():
        verdicts.append(walk(cell, stage))
        with capsys.disabled():
            print(f"\n{verdicts[-1]}", end="", flush=True)
    broken = [verdict for verdict in verdicts if verdict.broken]
    with capsys.disabled():
        print(f"\n{len(verdicts)} cells, {len(broken)} violations")
    assert not broken, "\n\n".join(map(str, broken))


def test_no_cell_is_left_out():
    named = [str(cell) for cell in cells()]
    assert len(set(named)) == len(named)
    assert {cell.way for cell in cells()} == set(CALLS)
