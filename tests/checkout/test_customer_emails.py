"""Email addresses: what is wrong with one in words, whoever finds it, and what was probably meant."""

import pytest
from django.core.exceptions import ValidationError

from checkout import purchase
from checkout.customer import emails
from checkout.customer.suggestions import DOMAINS, suggestion
from tests.builders import CUSTOMER, a_hold, run
from tests.contract.test_email_errors import WRONG

SEEN_BY_F13_ONLY = {
    "addr_may_not_be_blank",
    "addr_unterminated_quote_before_at",
    "addr_non_ascii_in_quotes",
    "addr_dot_expected_after_quotes",
    "addr_bad_email_domain",
}


def test_each_of_the_24_keys_has_words_of_its_own():
    assert emails.WORDS.keys() == WRONG.keys()
    said = {str(words) for words in emails.WORDS.values()}
    assert len(said) == 24
    assert all(words.endswith(".") for words in said)


@pytest.mark.django_db
@pytest.mark.parametrize("key", WRONG)
def test_what_f13_finds_wrong_is_said_at_the_field_with_the_hold_standing(client, f13, settings, key):
    settings.CONFIRMATION_EMAIL = (
        "ingresso"  # an address of blanks is only looked at by who is to write to it
    )
    record = a_hold(client)
    customer = {name: value for name, value in CUSTOMER.items() if name != "email"}
    purchase.press(record, customer={**customer, "email_address": WRONG[key]}, browser=purchase.Browser())
    run(record)
    assert record.customer_errors == {"email": key}
    page = client.get(f"/checkout/{record.pk}/")
    field = page.context["form"]["email"]
    assert str(emails.WORDS[key]) in field.errors
    text = page.content.decode()
    assert 'href="#id_email"' in text
    assert 'aria-invalid="true" aria-describedby="id_email_helptext id_email_error"' in text
    assert 'value="1 Long Lane"' in text


@pytest.mark.django_db
@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_address_that_is_sent_is_said_at_once_or_by_f13(
    client, f13, django_capture_on_commit_callbacks, key
):
    record = a_hold(client)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/checkout/{record.pk}/", CUSTOMER | {"email": WRONG[key]})
    was_sent = bool(f13.log(endpoint="purchase"))
    page = client.get(f"/checkout/{record.pk}/") if was_sent else answer
    record.refresh_from_db()
    assert record.state == "reserved"
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"email"}
    assert was_sent == (key in SEEN_BY_F13_ONLY - {"addr_may_not_be_blank"})


@pytest.mark.parametrize("key", sorted(WRONG.keys() - SEEN_BY_F13_ONLY))
def test_what_is_plainly_wrong_is_seen_before_f13_is_asked(key):
    assert emails.fault(WRONG[key]) == key


@pytest.mark.parametrize(
    "address",
    [
        "ada@buyers.example",
        "a.b+c@mail.buyers.example",
        "o'hara@buyers.example",
        '"ada marlow"@buyers.example',
    ],
)
def test_right_addresses_pass(address):
    emails.check(address)


def test_what_no_key_names_is_refused_in_general_words():
    with pytest.raises(ValidationError, match="does not accept"):
        emails.check("ada@-buyers-.example")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ada@gmial.com", "ada@gmail.com"),
        ("ada@gmal.com", "ada@gmail.com"),
        ("ada@gmaill.com", "ada@gmail.com"),
        ("ada@gmail.co", "ada@gmail.com"),
        ("ada@gmail.con", "ada@gmail.com"),
        ("ada@GMIAL.com", "ada@gmail.com"),
        ("ada@hotmial.con", "ada@hotmail.com"),
        ("ada@yahoo.co.ul", "ada@yahoo.co.uk"),
        ("ada@theatre.con", "ada@theatre.com"),
        ('"ada@home"@outlok.com', '"ada@home"@outlook.com'),
        *((f"ada@{domain}", "") for domain in DOMAINS),
        ("ada@theatre.com", ""),
        ("ada@web.dk", ""),
        ("ada@gmail.org.con", "ada@gmail.org.com"),
        ("ada", ""),
        ("@gmial.com", ""),
        ("", ""),
    ],
)
def test_what_was_probably_meant(typed, meant):
    assert suggestion(typed) == meant
