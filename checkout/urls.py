"""From a choice to tickets in hand. Everything here is personal."""

from django.urls import path

from .views import (
    callout,
    cancel,
    card,
    changing,
    extras,
    finding,
    lasting,
    missing_card,
    offline,
    order,
    reservation,
    tickets,
    trolley,
    white_label,
    withdraw,
)

app_name = "checkout"

urlpatterns = [
    # trolley/
    path("trolley/", trolley.show, name="trolley"),
    path("trolley/add/", trolley.add, name="add"),
    path("trolley/add-on/", extras.add_on, name="add_on"),
    path("trolley/change/<int:item_number>/", changing.change, name="change"),
    path("trolley/remove/<int:item_number>/", changing.remove, name="remove"),
    path("trolley/bring-back/<int:number>/", changing.bring_back, name="bring_back"),
    path("trolley/agree/<int:item_number>/", changing.agree, name="agree"),
    path("trolley/send/", changing.send, name="send"),
    path("trolley/reserve/", trolley.reserve, name="reserve"),
    # checkout/
    path("checkout/<uuid:record_id>/", reservation.checkout, name="checkout"),
    path("checkout/<uuid:record_id>/accept/", reservation.accept, name="accept"),
    path("checkout/<uuid:record_id>/again/", reservation.again, name="again"),
    path("checkout/<uuid:record_id>/card/", missing_card.missing_card, name="card"),
    path("checkout/<uuid:record_id>/left/", reservation.left, name="left"),
    path("checkout/<uuid:record_id>/release/", reservation.release, name="release"),
    path("checkout/<uuid:record_id>/authorise/", card.authorise, name="authorise"),
    path("checkout/<uuid:record_id>/not-confirmed/", card.not_confirmed, name="not_confirmed"),
    path("checkout/<uuid:record_id>/confirmed/", card.confirmed, name="confirmed"),
    path("checkout/<uuid:record_id>/progress/", order.progress, name="progress"),
    path("checkout/<uuid:record_id>/progress.svg", order.progress_code, name="progress_code"),
    path("checkout/<uuid:record_id>/hand-over/", white_label.hand_over, name="hand_over"),
    path("checkout/<uuid:record_id>/take-back/", white_label.take_back, name="take_back"),
    path("checkout/<uuid:record_id>/back/", white_label.back, name="back"),
    path("checkout/done/<path:transaction_uuid>/", white_label.done, name="done"),
    path("checkout/return/<slug:token>/", callout.come_back, name="return"),
    # order/
    path("order/<uuid:record_id>/", order.order, name="order"),
    path("order/<uuid:record_id>/barcode/<int:number>.svg", tickets.barcode, name="barcode"),
    path("order/<uuid:record_id>/ticket/<int:number>/", tickets.ticket, name="ticket"),
    path("order/<uuid:record_id>/ticket/<int:number>.pdf", tickets.ticket_pdf, name="ticket_pdf"),
    path("order/<uuid:record_id>/tickets.pdf", tickets.tickets_pdf, name="tickets_pdf"),
    path("order/<uuid:record_id>/receipt.pdf", tickets.receipt, name="receipt"),
    path("order/<uuid:record_id>/kept/", offline.kept, name="kept"),
    path("order/<uuid:record_id>/kept.json", offline.listed, name="kept_list"),
    path("order/<uuid:record_id>/kept.js", offline.worker, name="worker"),
    path("order/<uuid:record_id>/calendar.ics", lasting.calendar, name="calendar"),
    path("order/<uuid:record_id>/open/<slug:signature>/", lasting.opened, name="opened"),
    path("order/<uuid:record_id>/send-again/", lasting.send_again, name="send_again"),
    path("order/<uuid:record_id>/cancel/", cancel.cancel, name="cancel"),
    path("order/<uuid:record_id>/cancel/check/", cancel.check, name="cancel_check"),
    path(
        "order/<uuid:record_id>/cancel/<uuid:cancellation_id>/",
        cancel.cancellation,
        name="cancellation",
    ),
    path("order/<uuid:record_id>/withdraw/", withdraw.withdraw, name="withdraw"),
    # orders/
    path("orders/find/", finding.find, name="find"),
    path("orders/find/send/", finding.send, name="send_orders"),
    path("orders/find/sent/", finding.sent, name="orders_sent"),
]
