"""Who buys where nobody does: names of documentation, a number for plays, a domain that leads nowhere."""

# By the labels of the checkout page's fields.
CUSTOMER = {
    "First name": "Ada",
    "Last name": "Reader",
    "Email": "ada@example.com",
    "Phone": "020 7946 0000",
    "Address": "1 Long Lane",
    "Town or city": "London",
    "Postcode": "N1 9GU",
}
