"""Settings, from the environment alone. docs/settings.md lists them."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from boxoffice import brand, logs
from boxoffice.environment import SHORTEST_PASSWORD, Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# Where and how it runs
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.get("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS", [])
SITE_URL = env.root("SITE_URL")
_host = urlsplit(SITE_URL or "").hostname or ""
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", [_host])
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS", [SITE_URL or ""])
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
_https = (SITE_URL or "").startswith("https:")
env.refuse("DEBUG", "a shop by https shows nobody its insides", when=bool(DEBUG and _https))
DEFAULT_EXCEPTION_REPORTER_FILTER = "boxoffice.reporting.ShopReporterFilter"
SECURE_SSL_REDIRECT = _https  # boxoffice/proxies.py says by what a visitor came
SECURE_SSL_HOST = urlsplit(SITE_URL or "").netloc
DRAIN_SECONDS = env.number("DRAIN_SECONDS", 15.0)

# The supplier's API
F13_URL = env.root("F13_URL")
F13_USER = env.get("F13_USER")
F13_PASSWORD = env.get("F13_PASSWORD")
F13_SUBUSER = env.get("F13_SUBUSER", "")
F13_CONNECT_TIMEOUT = env.number("F13_CONNECT_TIMEOUT", 3.0)
F13_READ_TIMEOUT = env.number("F13_READ_TIMEOUT", 30.0)
F13_PURCHASE_TIMEOUT = env.number("F13_PURCHASE_TIMEOUT", 300.0)
F13_ASIDE_TIMEOUT = env.number("F13_ASIDE_TIMEOUT", 3.0)
F13_RETRY_BUDGET = env.number("F13_RETRY_BUDGET", 8.0)
F13_POOL_SIZE = env.number("F13_POOL_SIZE", 32)
BREAKER_FAILURES = env.number("BREAKER_FAILURES", 5)
BREAKER_PAUSE = env.number("BREAKER_PAUSE", 5.0)

# Selling
PAYMENT = env.one_of("PAYMENT", "credit", "stripe", "white-label")
WHITE_LABEL_URL = env.root("WHITE_LABEL_URL") if PAYMENT == "white-label" else ""
CONFIRMATION_EMAIL = env.one_of("CONFIRMATION_EMAIL", "shop", "ingresso")
PURCHASES_AT_ONCE = env.number("PURCHASES_AT_ONCE", 16)
PLACES_FOR_OTHER_SUPPLIERS = 4  # purchases beside those of a supplier that takes all places it may
PLACES_FOR_DEEDS = 4  # looking up, releasing
PLACES_FOR_ASIDES = 2  # letters, refreshes
PRICE_FRESH_SECONDS = env.number("PRICE_FRESH_SECONDS", 3600.0)
PAGES_FRESH_SECONDS = env.number("PAGES_FRESH_SECONDS", 60)
PAGES_MEMORY_MEGABYTES = env.number("PAGES_MEMORY_MEGABYTES", 4)
ANSWERS_SHARED_SECONDS = env.number("ANSWERS_SHARED_SECONDS", 2.0)
CHOICE_FRESH_SECONDS = env.number("CHOICE_FRESH_SECONDS", 90.0)
PERFORMANCES_FRESH_SECONDS = env.number("PERFORMANCES_FRESH_SECONDS", 60.0)
REFRESHES_AT_ONCE = env.number("REFRESHES_AT_ONCE", 2)
LEASE_SECONDS = env.number("LEASE_SECONDS", 60.0)
LEASE_RENEWED_EVERY = env.number("LEASE_RENEWED_EVERY", 10.0)
WORKER_ALIVE_SECONDS = env.number("WORKER_ALIVE_SECONDS", 20.0)
SETTLE_GRACE_SECONDS = env.number("SETTLE_GRACE_SECONDS", 600.0)
FAILED_LETTER_AFTER_SECONDS = env.number("FAILED_LETTER_AFTER_SECONDS", 600.0)
SEND_AGAIN_PER_DAY = env.number("SEND_AGAIN_PER_DAY", 10)
COMPARE_PAUSE_SECONDS = env.number("COMPARE_PAUSE_SECONDS", 300.0)
COMPARE_BEFORE_HOURS = env.numbers("COMPARE_BEFORE_HOURS", [24.0, 3.0])
CANCEL_GRACE_SECONDS = env.number("CANCEL_GRACE_SECONDS", 600.0)
CANCELLATION_COST_PERCENT = env.percent("CANCELLATION_COST_PERCENT")
RECONCILE_GRACE_SECONDS = env.number("RECONCILE_GRACE_SECONDS", 600.0)
TRIES_SECONDS = max(1, env.number("TRIES_SECONDS", 300))
SEARCH_TRIES_PER_NETWORK = env.number("SEARCH_TRIES_PER_NETWORK", 3000)
RESERVE_TRIES_PER_VISITOR = env.number("RESERVE_TRIES_PER_VISITOR", 20)
RESERVE_TRIES_PER_NETWORK = env.number("RESERVE_TRIES_PER_NETWORK", 1000)
PAY_TRIES_PER_VISITOR = env.number("PAY_TRIES_PER_VISITOR", 20)
PAY_TRIES_PER_NETWORK = env.number("PAY_TRIES_PER_NETWORK", 1000)
LOGIN_TRIES_PER_NETWORK = env.number("LOGIN_TRIES_PER_NETWORK", 100)
CSP_REPORTS_PER_NETWORK = env.number("CSP_REPORTS_PER_NETWORK", 100)
HELD_TICKETS_PER_VISITOR = env.number("HELD_TICKETS_PER_VISITOR", 50)
HELD_TICKETS_PER_NETWORK = env.number("HELD_TICKETS_PER_NETWORK", 600)
FIND_TRIES_PER_VISITOR = env.number("FIND_TRIES_PER_VISITOR", 30)
FIND_TRIES_PER_NETWORK = env.number("FIND_TRIES_PER_NETWORK", 200)
FIND_TRIES_PER_ADDRESS = env.number("FIND_TRIES_PER_ADDRESS", 15)
FIND_TRIES_SECONDS = max(1, env.number("FIND_TRIES_SECONDS", 900))
SEND_AGAIN_PER_HOUR = env.number("SEND_AGAIN_PER_HOUR", 3)
SWEEP_EVERY_MINUTES = max(1, env.number("SWEEP_EVERY_MINUTES", 1))
REFRESH_EVERY_MINUTES = max(1, env.number("REFRESH_EVERY_MINUTES", 15))
TEXTS_EVERY_MINUTES = max(1, env.number("TEXTS_EVERY_MINUTES", 60))

# The shop's own Stripe account, where PAYMENT is stripe
_required = {} if PAYMENT == "stripe" else {"default": ""}
STRIPE_SECRET_KEY = env.key("STRIPE_SECRET_KEY", "sk", "rk", **_required)
STRIPE_PUBLISHABLE_KEY = env.key("STRIPE_PUBLISHABLE_KEY", "pk", **_required)
STRIPE_WEBHOOK_SECRET = env.key("STRIPE_WEBHOOK_SECRET", "whsec", **_required)
STRIPE_WEBHOOK_SECRET_FALLBACKS = env.keys("STRIPE_WEBHOOK_SECRET_FALLBACKS", "whsec")
env.same_mode("STRIPE_SECRET_KEY", STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY)
STRIPE_API_BASE = env.root("STRIPE_API_BASE", "https://api.stripe.com")
STRIPE_JS_URL = env.get("STRIPE_JS_URL", "https://js.stripe.com/v3/")
STRIPE_WALLET_DOMAIN_FILE = env.get("STRIPE_WALLET_DOMAIN_FILE", "")
STRIPE_CONNECT_TIMEOUT = env.number("STRIPE_CONNECT_TIMEOUT", 3.0)
STRIPE_READ_TIMEOUT = env.number("STRIPE_READ_TIMEOUT", 10.0)
STRIPE_RETRIES = env.number("STRIPE_RETRIES", 2)
WEBHOOK_TOLERANCE_SECONDS = env.number("WEBHOOK_TOLERANCE_SECONDS", 300)
CARD_CLOSES_SECONDS = env.number("CARD_CLOSES_SECONDS", 120.0)
BANK_GRACE_SECONDS = env.number("BANK_GRACE_SECONDS", 600.0)
CAPTURE_TRIES = env.number("CAPTURE_TRIES", 5)
REFUND_TRIES = env.number("REFUND_TRIES", 5)
AUTHORISATION_ENDS_SOON_HOURS = env.number("AUTHORISATION_ENDS_SOON_HOURS", 48.0)

# Staff: who comes into the admin, and how
STAFF_TWO_FACTOR = env.flag("STAFF_TWO_FACTOR", True)
STAFF_SESSION_HOURS = env.number("STAFF_SESSION_HOURS", 12.0)
STAFF_USER = env.get("STAFF_USER", "")
STAFF_EMAIL = env.get("STAFF_EMAIL", "")
STAFF_PASSWORD = env.password("STAFF_PASSWORD", user=STAFF_USER)
AXES_FAILURE_LIMIT = env.number("STAFF_LOCKOUT_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("STAFF_LOCKOUT_MINUTES", 15.0))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "boxoffice.visitors_address.address_of"
AXES_LOCKOUT_CALLABLE = "boxoffice.staff.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # whoever tries again and again waits no longer
AXES_ENABLE_ADMIN = False  # boxoffice/admin has a list of its own
AXES_VERBOSE = False
OTP_TOTP_ISSUER = _host  # as the authenticator lists it

# Customers' data, in days
CUSTOMER_DATA_DAYS = env.number("CUSTOMER_DATA_DAYS", 180)
UNSOLD_DATA_DAYS = env.number("UNSOLD_DATA_DAYS", 30)

INSTALLED_APPS = [
    "boxoffice",
    "catalog",
    "checkout",
    "csp",
    "huey.contrib.djhuey",
    "boxoffice.staff.apps.StaffAdminConfig",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "boxoffice.headers.HeadersMiddleware",
    "boxoffice.seen.SeenMiddleware",
    "boxoffice.health.HealthMiddleware",
    "boxoffice.proxies.ProxiesMiddleware",
    "boxoffice.hosts.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",  # leads to https whoever has not come by it
    "boxoffice.ahead.AheadMiddleware",
    "boxoffice.pages.PagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "boxoffice.compressing.CompressingMiddleware",
    "boxoffice.cookies.CookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "checkout.count.TrolleyCountMiddleware",
    "boxoffice.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "boxoffice.failures.FailureMiddleware",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "boxoffice.staff.rights.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Pages that are the same for everyone, by how their address begins (after the language), and the parameters
# that they know, in the order in which pages write them. Whatever else stands in an address is dropped before
# anybody reads it.
KEPT_PAGES: dict[str, tuple[str, ...]] = {
    "": (),
    "search": (
        *("q", "city", "country", "category", "venue", "from", "to", "offers", "min", "max"),
        *("near", "seated", "sort", "page"),
    ),
    "event": ("month",),
    "pages": (),
    "accessibility": (),
    "feed": (),
    "sitemap": (),
    "sitemap.xml": (),
    "robots.txt": (),
}
# Of these an address may name several; of all others the last one counts.
KEPT_PAGES_MANY = frozenset({"city", "country", "category"})

ROOT_URLCONF = "boxoffice.urls"
WSGI_APPLICATION = "boxoffice.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Words
USE_TZ = True
TIME_ZONE = "UTC"
_NAMES = {"en": "English", "fr": "Français", "de": "Deutsch", "es": "Español", "ar": "العربية"}
LANGUAGES = [(code, _NAMES[code]) for code in env.some_of("LANGUAGES", *_NAMES)]
LANGUAGE_CODE = LANGUAGES[0][0]  # without prefix in the address
FORMAT_MODULE_PATH = ["boxoffice.formats"]  # for staff; the shop's pages print by Babel
LOCALE_PATHS = [BASE_DIR / "locale"]

# A partner's own look, words and templates; boxoffice/brand reads them
BRAND_DIR = env.folder("BRAND_DIR")
BRAND, _wrong = brand.read(BRAND_DIR, languages=tuple(code for code, _name in LANGUAGES), known=tuple(_NAMES))
env.problems += [f"BRAND_DIR is wrong: {problem}" for problem in _wrong]
BRAND_TEMPLATES = [BRAND_DIR / "templates"] if BRAND_DIR else []
TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "boxoffice.brand.templates.BrandTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "BRAND_DIRS": BRAND_TEMPLATES,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boxoffice.context.shop",
                "checkout.context.held",
            ],
        },
    }
]
FORM_RENDERER = "boxoffice.forms.Renderer"

# What is kept
DATABASES = {"default": env.database("DATABASE_URL")}
CACHES = {"default": env.cache("CACHE_URL", "locmemcache://")}
if "redis" in CACHES["default"].get("BACKEND", "").lower():
    # By itself the client waits for ever, and pauses for seconds between attempts. Better do without.
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    CACHES["default"].setdefault("OPTIONS", {}).update(
        socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 7 * 24 * 60 * 60  # a trolley survives a week
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
if _https:  # by these names no other host of the same domain can set them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_FAILURE_VIEW = "boxoffice.failures.csrf_failure"

# The queue lives in the same database: its SQLite file, or PostgreSQL.
HUEY = {
    "name": "boxoffice",
    "immediate": False,
    "results": False,
    "consumer": {
        # As many as boxoffice/places.py gives out: none waits for a thread that another kind has.
        "workers": PURCHASES_AT_ONCE + PLACES_FOR_OTHER_SUPPLIERS + PLACES_FOR_DEEDS + PLACES_FOR_ASIDES,
        "worker_type": "thread",
        "graceful_signal": "TERM",  # what is told to stop hears the answers that it waits for first
        "initial_delay": 0.05,
        "max_delay": 0.5,
    },
}
if DATABASES["default"].get("ENGINE") == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    HUEY |= {
        "huey_class": "boxoffice.queue.SqliteQueue",
        "filename": DATABASES["default"]["NAME"],
        "timeout": 20,
    }
else:
    # A notice wakes the worker at once; the timeout only says how often it looks without one.
    HUEY |= {
        "huey_class": "boxoffice.queue.PostgresQueue",
        "dsn": env.get("DATABASE_URL", ""),
        "read_timeout": 3,
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that is gone without a word is given up, not waited for.
    CONNECTING = {
        "connect_timeout": env.number("DATABASE_CONNECT_TIMEOUT", 3),
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,  # milliseconds
    }
    DATABASES["default"]["OPTIONS"] = CONNECTING | DATABASES["default"].get("OPTIONS", {})
    HUEY["connection"] = CONNECTING

# Letters
globals().update(env.email("EMAIL_URL", "smtp://127.0.0.1:25"))
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 10.0)
DEFAULT_FROM_EMAIL = env.address("DEFAULT_FROM_EMAIL", f"tickets@{_host}")
REPLY_TO_EMAIL = env.address("REPLY_TO_EMAIL", "")
LETTER_MEGABYTES = env.number("LETTER_MEGABYTES", 5.0)

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env.get("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "boxoffice.static.Storage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MIMETYPES = {".rules": "application/speculationrules+json"}

# What a page may load, and who may frame it
MEDIA_HOSTS = env.listed("MEDIA_HOSTS", ["https:"])
CSP_REPORT_PATH = "/csp-report/"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *MEDIA_HOSTS],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],  # keeps an order's tickets on its buyer's device
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": [CSP_REPORT_PATH],
        "report-to": ["csp"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 60 * 60) if _https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # boxoffice.headers says on every answer what Django's middleware says on some
    *("security.W005", "security.W021"),  # other hosts of the partner's domain are not the shop's to bind
]

# What is seen from outside: the log, numbers, errors, traces
LOGGING = logs.configuration(env)
METRICS_PORT = env.number("METRICS_PORT", 0)  # of the worker; 0: none
METRICS_TOKEN = env.get("METRICS_TOKEN") if METRICS_PORT else env.get("METRICS_TOKEN", "")
NUMBERS_TOLD_BY = ["boxoffice.told.told", "checkout.told.told"]
SENTRY_DSN = env.needing("sentry_sdk", "SENTRY_DSN", "boxoffice[sentry]")
OTEL_EXPORTER_OTLP_ENDPOINT = env.needing(
    "opentelemetry.sdk", "OTEL_EXPORTER_OTLP_ENDPOINT", "boxoffice[opentelemetry]"
)

env.check()
