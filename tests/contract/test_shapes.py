"""The comparer of shapes: what it sees, and what it overlooks on purpose."""

from tests.contract.shapes import is_below, key_of, missing, renamed, shape_of


def paths(answer):
    return sorted(path for path, _ in shape_of(answer))


def test_each_path_carries_its_json_type():
    answer = {"a": "x", "b": 1, "c": True, "d": None, "e": {}, "f": []}
    assert shape_of(answer) == {
        ("a", "string"),
        ("b", "number"),
        ("c", "boolean"),
        ("d", "null"),
        ("e", "object"),
        ("f", "list"),
    }


def test_whole_numbers_and_fractions_are_one_type():
    assert shape_of({"cost": 3}) == shape_of({"cost": 3.5})


def test_a_truth_value_is_no_number():
    assert shape_of({"sold": True}) != shape_of({"sold": 1})


def test_a_number_as_text_is_another_type():
    assert missing(shape_of({"cost": 3}), actual=shape_of({"cost": "3"})) == [("cost", "number")]


def test_items_of_a_list_are_merged():
    answer = {"seats": [{"id": "A1"}, {"id": "A2", "text": "pillar"}]}
    assert paths(answer) == ["seats", "seats[]", "seats[].id", "seats[].text"]


def test_lists_of_lists_keep_their_depth():
    assert paths({"rows": [["A1"]]}) == ["rows", "rows[]", "rows[][]"]


def test_maps_keyed_by_data_have_one_key():
    one = {"currency_details": {"gbp": {"places": 2}}}
    other = {"currency_details": {"jpy": {"places": 0}, "eur": {"places": 2}}}
    assert shape_of(one) == shape_of(other)
    assert "currency_details.*.places" in paths(one)


def test_other_maps_keep_their_keys():
    assert shape_of({"geo_data": {"latitude": 1}}) != shape_of({"geo_data": {"longitude": 1}})


def test_years_and_the_months_in_them_are_data():
    one = {"available_dates": {"year_2017": {"apr_bitmask": 1}, "first_yyyymmdd": "20170401"}}
    other = {"available_dates": {"year_2031": {"dec_bitmask": 1}, "first_yyyymmdd": "20311201"}}
    assert shape_of(one) == shape_of(other)
    assert "available_dates.first_yyyymmdd" in paths(one)


def test_a_missing_key_is_found_in_the_depth():
    example, answer = {"a": [{"b": {"c": 1, "d": 2}}]}, {"a": [{"b": {"c": 1}}]}
    assert missing(shape_of(example), actual=shape_of(answer)) == [("a[].b.d", "number")]


def test_more_than_asked_is_not_missing():
    assert missing(shape_of({"a": 1}), actual=shape_of({"a": 1, "b": 2})) == []


def test_an_empty_list_has_no_items_to_compare():
    assert missing(shape_of({"a": []}), actual=shape_of({"a": [1]})) == []
    assert missing(shape_of({"a": [1]}), actual=shape_of({"a": []})) == [("a[]", "number")]


def test_renaming_moves_all_that_lies_below_and_nothing_beside_it():
    shape = shape_of({"trolley": {"bundle": [{"total": 1}]}, "trolley_token": "x"})
    assert sorted(path for path, _ in renamed(shape, old="trolley", new="trolley_contents")) == [
        "trolley_contents",
        "trolley_contents.bundle",
        "trolley_contents.bundle[]",
        "trolley_contents.bundle[].total",
        "trolley_token",
    ]


def test_below_means_the_path_itself_or_under_it():
    assert is_below("a.b", prefix="a.b")
    assert is_below("a.b.c", prefix="a.b")
    assert is_below("a.b[].c", prefix="a.b")
    assert not is_below("a.bc", prefix="a.b")


def test_the_key_of_a_path_is_its_last_name():
    assert key_of("results.event[].event_id") == "event_id"
    assert key_of("classes.*") == "classes"
    assert key_of("blocks_by_row.*[][]") == "blocks_by_row"
