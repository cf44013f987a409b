"""What gets into no log, however it came into a text; and what has to stay, or nobody could read it."""

import time

import pytest

from boxoffice.environment import Environment
from boxoffice.masking import Mask, everywhere

mask = Mask()


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("refused for ada.lovelace+x@example.co.uk", "lovelace"),
        ("to=<ada@example.com>: 550 5.1.1", "ada@"),
        ("ada%40example.com", "ada%40"),
        ('"Ada L"@example.com and "ada"@example.com', '"ada"@'),
        ("mailto:jürgen@bücher.example", "jürgen"),
        ("ada@[127.0.0.1] ada@localhost", "ada@"),
        ("card 4242424242424242 refused", "4242"),
        ("card 4242 4242 4242 4242, 3782-822463-10005", "4242"),
        ('{"number":"5555555555554444"}', "5555"),
        ("sk_live_51HabcDEF rk_test_abcdef whsec_c2VjcmV0 tok_1Habcdef", "abc"),
        ("pi_3Nabc_secret_Xyz123", "Xyz123"),
        ("Authorization: Basic ZGVtbzpkZW1vcGFzcw==", "ZGVtb"),
        ("Bearer eyJhbGciOi.J9.abc-_x", "eyJ"),
        ("postgres://shop:hunter22@db.example/shop", "hunter22"),
        ("rediscache://:hunter22@redis:6379/0", "hunter22"),
        ("Not Found: /checkout/return/Zm9vYmFyCg/", "Zm9v"),
        ("/order/3b1c/open/abcdefgh-signature/", "abcdefgh"),
        ("https://api/f13/callback.v1/this.abcdef/next.ghijkl?x=1", "ghijkl"),
        ("GET /search/?q=ada+lovelace HTTP/1.1", "lovelace"),
        ("/f13/status.v1?transaction_uuid=U-1&x=2", "U-1"),
        ("password=hunter22&user=x", "hunter22"),
        ("'csrftoken': 'abcdefabcdef'", "abcdefabcdef"),
        ('{"trolley_token": "abc def ghi"}', "def"),
        ("first_name='Ada Maria' last_name=Lovelace", "Maria"),
        ('DETAIL:  Failing row contains (1, Ada, "Lovelace", 2026).\nnext', "Lovelace"),
        ("call +44 20 7946 0000 or 0044 (0)20 7946 0001", "7946"),
    ],
)
def test_it_takes_out(text, gone):
    assert gone in text
    assert gone not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "f13 POST reserve.v1 200 12ms request_id=req-1 ok",
        "Order 3b1c9d1e-8a55-4c1c-9d0b-000000000000 is failed, and another answer says purchased",
        'Traceback (most recent call last):\n  File "/srv/boxoffice/wsgi.py", line 21, in <module>',
        "2026-11-22T10:00:00.000Z 1763805600000 1763805600.123456",
        "T000-0000-8Z5R-8AZ3 card 4242424242424241 of no bank",
        "the trolley was built anew: f13 did not take its token",
        "id=0123456789abcdef0123456789abcdef order=x task=checkout.buy",
        "KeyError: 'transaction_status'",
        "https://tickets.example/event/7AB/cat/ is what /?is",
    ],
)
def test_it_leaves(text):
    assert mask(text) == text


def test_secrets_of_the_environment_are_known_wherever_they_stand(tmp_path):
    path = tmp_path / "password"
    path.write_text("from-a-file\n")
    variables = {
        "SECRET_KEY": "key-of-the-shop",
        "SECRET_KEY_FALLBACKS": "older-key, oldest-key",
        "F13_PASSWORD_FILE": str(path),
        "DATABASE_URL": "postgres://shop:p%40ssword@db/shop",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_everybody",
        "STRIPE_WEBHOOK_SECRET_FILE": str(tmp_path / "missing"),
        "SITE_URL": "https://tickets.example",
        "METRICS_TOKEN": "x",
    }
    known = Mask(Environment(variables).secrets())
    for secret in ("key-of-the-shop", "older-key", "oldest-key", "from-a-file", "p%40ssword", "p@ssword"):
        assert known(f"it is ({secret})") == "it is ([masked])"
    for public in ("pk_test_everybody", "https://tickets.example", "x marks a spot"):
        assert known(public) == public


def test_private_words_are_taken_as_words():
    text = "ValueError: invalid literal: 'Ada'; Adamant; ADA; Long Lane 1"
    assert mask(text, private={"Ada", "Long Lane"}) == (
        "ValueError: invalid literal: '[private]'; Adamant; [private]; [private] 1"
    )


def test_a_private_word_may_be_any_text():
    assert mask("it was .*( today", private={".*("}) == "it was [private] today"


def test_texts_however_deep_are_masked():
    deep = {"a": ["ada@example.com", {"b": ("x", 1, None)}]}
    assert everywhere(deep, mask) == {"a": ["[email]", {"b": ["x", 1, None]}]}


@pytest.mark.parametrize("part", ["a", "1 ", "a=", "://", "secret", "a@", '"', "?a=", "/f13?", "+1 ", "@a."])
def test_no_text_takes_long(part):
    """Seconds only where a pattern looks again and again at the same: it is some tenths of one."""
    started = time.process_time()
    mask(part * 30_000)
    assert time.process_time() - started < 5
