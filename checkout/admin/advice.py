"""What staff do about each kind of difference, in a sentence or two. docs/staff.md has more."""

from django.utils.translation import gettext_lazy as _

from ..reconciling import Kind

WHAT_TO_DO = {
    Kind.TICKETS_WITHOUT_ORDER: _(
        "The box office has sold these tickets, and the shop knows of no purchase. Find the customer in "
        "the sales report by the transaction id. Send the tickets, or have Ingresso cancel them."
    ),
    Kind.ORDER_WITHOUT_TICKETS: _(
        "The shop told the buyer that these tickets are bought, and the sales report does not have them. "
        "Ask Ingresso, with the request ids of the order's steps. If there are none, tell the buyer and "
        "give the money back."
    ),
    Kind.TICKETS_DIFFER: _(
        "The box office has sold another number of tickets than the shop shows. Ask Ingresso which is right."
    ),
    Kind.PRICES_DIFFER: _(
        "The tickets' prices in the sales report are others than those that the buyer saw. Ask Ingresso "
        "before its invoice is paid."
    ),
    Kind.MONEY_WITHOUT_TICKETS: _(
        "Money was taken, and there are no tickets. Give it back in Stripe's dashboard, unless tickets are "
        "found."
    ),
    Kind.MONEY_STILL_HELD: _(
        "The bank still keeps the buyer's money, and there are no tickets. Cancel the payment in Stripe's "
        "dashboard."
    ),
    Kind.TICKETS_WITHOUT_MONEY: _(
        "There are tickets, and no money was taken. If the bank still keeps it, capture it in Stripe's "
        "dashboard; otherwise ask the buyer."
    ),
    Kind.CANCELLED_DIFFERS: _(
        "One of the two says that tickets are cancelled, and the other does not. Have the box office asked "
        "again about the order; ask Ingresso which is right. What is cancelled on credit is taken off its "
        "invoice."
    ),
    Kind.CANCELLED_WITHOUT_REFUND: _(
        "Tickets are cancelled, and less money has gone back than was paid for them. Give it back from the "
        "order's page, unless somebody has agreed otherwise with the buyer."
    ),
    Kind.REFUND_WITHOUT_CANCELLED: _(
        "More money has gone back than was paid for what is cancelled. If it was goodwill, say that it is "
        "settled; otherwise have the tickets cancelled, for they still let people in."
    ),
    Kind.MONEY_DIFFERS: _(
        "Another sum was taken than the tickets cost. Compare both; give back what is too much."
    ),
}
