# One image for web, worker, migrations and practice box office: docs/operations.md says how each is started.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /shop
COPY requirements/image.txt requirements/image.txt
# Wheels only, each checked by its hash: nothing is compiled here, and nothing unknown comes in.
RUN python -m venv --without-pip /opt/shop \
    && python -m pip --python /opt/shop/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: --requirement requirements/image.txt \
    && find /opt/shop/lib -type d -name tests -prune -exec rm -r {} +
COPY manage.py ./
COPY boxoffice boxoffice
COPY catalog catalog
COPY checkout checkout
COPY locale locale
COPY sandbox sandbox
COPY static static
COPY templates templates
# Settings have to be whole to be read; these are used by this one step and are in no layer that is kept.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex())')" SITE_URL=https://build.invalid \
    DATABASE_URL=sqlite://:memory: F13_URL=https://build.invalid F13_USER=build F13_PASSWORD=build \
    /opt/shop/bin/python manage.py collectstatic --noinput \
    && rm -r requirements \
    && /opt/shop/bin/python -m compileall -q --invalidation-mode unchecked-hash boxoffice catalog checkout sandbox

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="boxoffice" \
      org.opencontainers.image.description="A ticket shop for Ingresso's partners: web, worker and practice box office" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/shop /opt/shop
COPY --from=build /shop /shop
# Nothing is written but to /tmp, which the one who runs it provides where the root is read-only.
ENV PATH=/opt/shop/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8000
WORKDIR /shop
# A number, for Kubernetes can see only of a number that it is not root. It owns no file here.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "boxoffice.probe"]
CMD ["gunicorn", "--config", "python:boxoffice.serving", "boxoffice.wsgi"]
