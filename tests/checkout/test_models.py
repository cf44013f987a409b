import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from checkout.models import MOVES, OrderRecord, State, Step

pytestmark = pytest.mark.on_sqlite_too


class TestMoves(TestCase):
    @given(st.lists(st.sampled_from(State), max_size=12))
    def test_no_order_of_moves_leaves_an_end_or_goes_where_it_may_not(self, wanted):
        record = OrderRecord.objects.create(visitor="v", payment="credit")
        walked = [State.RESERVING]
        for state in wanted:
            if state in MOVES[State(record.state)]:
                assert record.move(state, what="moved")
                walked.append(state)
            else:
                with pytest.raises(ValueError, match="does not go"):
                    record.move(state, what="moved")
        record.refresh_from_db()
        assert record.state == walked[-1]
        assert [step.state for step in record.steps.all()] == walked[1:]
        assert all(MOVES[before] for before in walked[:-1])


@pytest.mark.django_db
def test_of_two_copies_of_a_record_only_one_moves_on():
    record = OrderRecord.objects.create(visitor="v", payment="credit", state=State.RESERVED)
    other = OrderRecord.objects.get(pk=record.pk)
    assert record.move(State.ATTEMPTING, what="first")
    assert not other.move(State.RELEASED, what="second")
    assert Step.objects.count() == 1
    other.refresh_from_db()
    assert other.state == State.ATTEMPTING


def test_every_state_has_its_moves():
    assert set(MOVES) == set(State)
