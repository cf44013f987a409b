"""The suppliers, and how they send tickets."""

from dataclasses import replace
from decimal import Decimal

from sandbox.catalogue.model import SendMethod, Source

COBO = SendMethod("COBO", Decimal("1.5"), "Collect from the venue", "collect")
COLLECT = SendMethod(
    "COLLECT",
    Decimal(),
    "Collect at the door",
    "collect",
    final_comment="Bring the card you paid with. The desk opens an hour before.",
)
POST = SendMethod(
    "POST",
    Decimal("3.5"),
    "Post (UK & Ireland only)",
    "post",
    final_comment="Your tickets are on their way within three working days.",
    permitted_countries=("ie", "uk"),
)
POST_WORLDWIDE = SendMethod(
    "POST",
    Decimal("4.5"),
    "Post worldwide",
    "post",
    final_comment="By airmail, within ten working days.",
)
VOUCH = SendMethod(
    "VOUCH",
    Decimal(),
    "Printable eTicket",
    "selfprint",
    final_comment="Show the ticket on paper or on your phone.",
    can_generate_self_print=True,
    has_html_page=True,
    gives_barcodes=True,
)
ETICKET_WITHOUT_BARCODE = replace(
    VOUCH, gives_barcodes=False, final_comment="Bring the printed ticket, the box office stamps it."
)
VOUCHER = SendMethod(
    "EVOUCHER",
    Decimal(),
    "Supplier's voucher",
    "selfprint",
    final_comment="Exchange the voucher for a pass at the entrance.",
    gives_voucher=True,
)
WALLET = replace(VOUCH, code="MOBILE", desc="Mobile ticket", gives_wallets=True)
PAID_ETICKET = replace(VOUCH, code="EPAID", desc="eTicket", cost=Decimal("1.5"), fee=Decimal("0.5"))


def post(cost: str, *countries: str, days: int, desc: str) -> SendMethod:
    """Sent by post, to some countries or to all; not when the performance is nearer than `days`."""
    comment = f"Please allow {days} days for the post."
    return SendMethod("POST", Decimal(cost), desc, "post", comment, tuple(sorted(countries)), days)


EXT_TEST0 = Source(
    "ext_test0",
    "External Test Backend 0",
    (COBO, POST),
    terms="These tickets are for practice. No door opens for them, and nobody is owed anything.",
)
EXT_TEST1 = Source("ext_test1", "External Test Backend 1", (VOUCH, POST_WORLDWIDE))

SOURCES = {
    source.code: source
    for source in (
        EXT_TEST0,
        EXT_TEST1,
        Source(
            "lantern", "Lantern Theatres", (COLLECT, VOUCH, post("2.95", "uk", days=7, desc="Royal post"))
        ),
        Source("castle", "Castle & Crown Attractions", (WALLET,), barcode_types=("code93",)),
        Source("liffey", "Liffey Box Office", (VOUCHER, COBO), barcode_types=(), hold_minutes=Decimal(10)),
        Source(
            "rivegauche",
            "Rive Gauche Billetterie",
            (VOUCH, post("4.9", "fr", "be", "lu", days=6, desc="Lettre suivie")),
            barcode_types=("pdf417", "qr_code"),
        ),
        Source(
            "nordlicht",
            "Nordlicht Bühnenservice",
            (PAID_ETICKET, post("5.9", "de", "at", "ch", days=5, desc="Postversand")),
            barcode_types=("aztec",),
            cancels="not_permitted",
            terms="Karten werden nicht zurückgenommen. Nach dem dritten Gong bleibt die Tür zu.",
        ),
        Source("solysombra", "Sol y Sombra Entradas", (VOUCH, COLLECT), barcode_types=("datamatrix",)),
        Source(
            "hudson",
            "Hudson Ticket Company",
            (PAID_ETICKET, COLLECT),
            barcode_types=("code39",),
            takes_promo_codes=True,
        ),
        Source(
            "sakura",
            "さくらチケット (Sakura Tickets)",
            (replace(COLLECT, cost=Decimal(220), desc="コンビニ受取 (convenience store)"), WALLET),
            barcode_types=("code128",),
            cancels="not_permitted",
        ),
        Source("dunes", "Dunes Leisure", (VOUCH,), barcode_types=("aztec_small",)),
        Source(
            "wayfarer",
            "Wayfarer Tours & Stays",
            (VOUCHER,),
            barcode_types=(),
            hold_minutes=Decimal(30),
            cancels_single_orders=False,
        ),
        Source(
            "keepsake",
            "Keepsake Trading",
            (
                post("3.5", "uk", days=0, desc="Post within the UK"),
                replace(POST_WORLDWIDE, code="AIR", cost=Decimal("9.5")),
            ),
            barcode_types=(),
        ),
        Source(
            "gracht",
            "Gracht Tickets",
            (VOUCH, WALLET),
            barcode_types=("qr_code", "aztec", "code128"),
            hold_minutes=Decimal("7.5"),
        ),
    )
}
