"""Errors to Sentry, where SENTRY_DSN names a project. Without it nothing is imported.

Sentry is another company: what goes there is where in the code something failed, and the id to find the rest
by in our own log. No words of errors, which quote what people typed; no addresses, bodies, variables.
"""

from typing import Any

from . import following

KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk", "contexts")
CONTEXTS = ("runtime", "trace")
FRAME = (
    *("filename", "abs_path", "function", "module", "lineno", "in_app"),
    *("pre_context", "context_line", "post_context"),
)


def set_up(dsn: str, *, release: str) -> None:
    import sentry_sdk
    from sentry_sdk.integrations.django import DjangoIntegration
    from sentry_sdk.integrations.huey import HueyIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        before_send=only_what_is_ours,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(), HueyIntegration(), LoggingIntegration()],
    )


def only_what_is_ours(event: Any, hint: Any = None) -> Any:
    """The event made anew of what is known to be ours: whatever else a release of the SDK adds stays out."""
    followed = following.current()
    told: dict[str, Any] = {name: event[name] for name in KEPT if name in event}
    told["contexts"] = {name: one for name, one in told.get("contexts", {}).items() if name in CONTEXTS}
    if followed:
        told["transaction"] = followed.task or followed.route
        named = {"id": followed.id, "order": followed.order, "task": followed.task, "route": followed.route}
        told["tags"] = {name: one for name, one in named.items() if one}
    if values := (event.get("exception") or {}).get("values"):
        told["exception"] = {"values": [_exception(one) for one in values]}
    if template := (event.get("logentry") or {}).get("message"):
        told["logentry"] = {"message": template}  # what is filled into it stays here
    return told


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    """Its type and where it was raised; its words stay in our log."""
    told = {name: value[name] for name in ("type", "module", "mechanism") if name in value}
    if isinstance(told.get("mechanism"), dict):
        told["mechanism"] = {
            name: one for name, one in told["mechanism"].items() if name in ("type", "handled")
        }
    frames = (value.get("stacktrace") or {}).get("frames") or []
    kept = [{name: frame[name] for name in FRAME if name in frame} for frame in frames]
    return told | {"stacktrace": {"frames": kept}}
