"""A shop whose pages fail: run as a program, it is asked once as a server asks it, and ends."""

import io
import os
import sys
from urllib.parse import urlencode

NAME, EMAIL, QUERY = "Wednesday Addams", "wednesday@secret.test", "looked-for"


def main(address: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    from boxoffice.wsgi import application

    settings.ROOT_URLCONF = "tests.boxoffice.failing_urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csrf" not in name]
    application.load_middleware()
    body = urlencode({"first_name": NAME, "email": EMAIL}).encode()
    asked = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": address,
        "SCRIPT_NAME": "",
        "QUERY_STRING": f"q={QUERY}",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": "sessionid=the-session",
        "HTTP_X_REQUEST_ID": "from-the-balancer",
        "HTTP_TRACEPARENT": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    answer = application(asked, lambda status, headers: print(status))
    list(answer)
    answer.close()
    print("loaded:", *(name for name in ("sentry_sdk", "opentelemetry.sdk.trace") if name in sys.modules))


if __name__ == "__main__":
    main(sys.argv[1])
