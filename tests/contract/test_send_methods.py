"""send_methods.v1: how tickets can come."""

from tests.contract.performances import ordinary


def test_the_client_lists_ways_of_sending_with_their_costs(client, api):
    methods, meta = client.get_send_methods(ordinary(api, "6IF"))
    assert {method.code: method.cost for method in methods} == {"COBO": 1.5, "POST": 3.5}
    assert meta.get_currency().code == "gbp"


def test_the_post_names_the_countries_it_goes_to(client, api):
    methods, _ = client.get_send_methods(ordinary(api, "6IF"))
    collected, posted = sorted(methods, key=lambda method: method.code)
    assert {country.code for country in posted.permitted_countries} == {"uk", "ie"}
    assert collected.permitted_countries is None


def test_types_tell_collecting_posting_and_printing_apart(api):
    def types(event_id):
        methods = api.read("send_methods", perf_id=ordinary(api, event_id))["send_methods"]["send_method"]
        return {method["send_type"] for method in methods}

    assert types("6IF") == {"collect", "post"}
    assert types("7AA") == {"selfprint", "post"}


def test_an_unknown_performance_is_refused(api):
    assert api.get("send_methods", perf_id="NOSUCH-1").status_code >= 400
