"""From a choice to tickets in hand. Everything here is personal."""

from django.urls import path

from .views import callout, card, changing, extras, missing_card, order, reservation, trolley

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
    path("checkout/return/<slug:token>/", callout.come_back, name="return"),
    # order/
    path("order/<uuid:record_id>/", order.order, name="order"),
    path("order/<uuid:record_id>/barcode/<int:number>.svg", order.barcode, name="barcode"),
]
