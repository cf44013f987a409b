"""All addresses. The catalogue's are the same for everyone; what is personal begins at /performance/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from boxoffice import legal, policy_reports, style
from boxoffice.brand import serving
from checkout.views import stripe

urlpatterns = [
    path("admin/", include("checkout.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("catalog.found.urls")),
    # a partner's own files, in no language
    path("brand/<path:path>", serving.brand_file, name="brand_file"),
    # every part of the pages, only while developing
    path("style/", style.style_page, name="style"),
    # what browsers report, in no language
    path("csp-report/", policy_reports.receive, name="csp_report"),
    # what Stripe and its wallets ask for, in no language
    path("stripe/webhook/", stripe.webhook, name="stripe_webhook"),
    path(".well-known/apple-developer-merchantid-domain-association", stripe.wallet_domain),
    *i18n_patterns(
        path("", include("catalog.urls")),
        path("", include("checkout.urls")),
        path("pages/<slug:slug>/", legal.legal_page, name="legal_page"),
        prefix_default_language=False,
    ),
]

handler400 = "boxoffice.failures.bad_request"
handler404 = "boxoffice.failures.not_found"
handler500 = "boxoffice.failures.server_error"
