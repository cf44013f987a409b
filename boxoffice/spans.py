"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT names a collector: of pages, tasks and calls.

Without that setting nothing is imported, and everything here does nothing. Spans are made by ourselves, of
routes and endpoints: instrumentation off the shelf writes down whole addresses, which hold tokens and ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from . import following

TIMEOUT = 5  # seconds, for the collector to take what is sent

_tracer: Any = None  # OpenTelemetry's, once it is set up; of each process


class Span:
    """What goes on; without a collector nobody hears of it."""

    def __init__(self, known: Any = None) -> None:
        self._known = known

    def tell(self, *, name: str = "", **facts: object) -> None:
        """More about it: values of our own vocabulary, nothing that somebody typed."""
        if self._known is None:
            return
        if name:
            self._known.update_name(name)
        for key, value in facts.items():
            if value not in ("", None):
                self._known.set_attribute(f"boxoffice.{key}", value)


NONE = Span()


def set_up(endpoint: str, *, release: str) -> None:
    """Send spans to `<endpoint>/v1/traces`, a few seconds late and never in anybody's way."""
    global _tracer
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=TIMEOUT)
    named = Resource.create({"service.name": "boxoffice", "service.version": release})
    provider = TracerProvider(resource=named)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracer = provider.get_tracer("boxoffice")


def page(headers: Mapping[str, str] | None) -> Any:
    """A request; of `headers`, those of a trusted peer, `traceparent` says what it is a part of."""
    return nullcontext(NONE) if _tracer is None else _span("page", "SERVER", headers)


def task(name: str) -> Any:
    return nullcontext(NONE) if _tracer is None else _span(name, "CONSUMER")


def upstream(endpoint: str) -> Any:
    return nullcontext(NONE) if _tracer is None else _span(f"f13 {endpoint}", "CLIENT")


@contextmanager
def _span(name: str, kind: str, headers: Mapping[str, str] | None = None) -> Iterator[Span]:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    parent = TraceContextTextMapPropagator().extract(headers) if headers else None
    with _tracer.start_as_current_span(
        name, context=parent, kind=SpanKind[kind], record_exception=False, set_status_on_exception=True
    ) as known:
        span = Span(known)
        span.tell(request_id=following.current_id())
        yield span
