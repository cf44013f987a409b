"""What is written for compose, Kubernetes and ECS, read as one kind of thing: programs."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
BASE, OVERLAY = ROOT / "deploy/kubernetes/base", ROOT / "deploy/kubernetes/production"
SECRETS = {
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "F13_PASSWORD"),
    *("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET_FALLBACKS", "METRICS_TOKEN"),
    *("STAFF_PASSWORD", "SENTRY_DSN"),
}


@dataclass(frozen=True)
class Deployed:
    """One program as one platform starts it."""

    name: str
    command: list[str]
    plain: dict[str, str]
    secret: set[str]
    grace: float  # seconds between being told to stop and being killed
    probe: list[str] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)


def in_compose() -> dict[str, Deployed]:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return {
        name: Deployed(
            name=name,
            command=one.get("command", []),
            plain=one.get("environment", {}),
            secret=set(),
            grace=float(str(one.get("stop_grace_period", "10s")).rstrip("s")),
            probe=one.get("healthcheck", {}).get("test", []),
            raw=one,
        )
        for name, one in services.items()
    }


def in_kubernetes() -> dict[str, Deployed]:
    settings = the("ConfigMap")["data"]
    return {
        one["metadata"]["name"]: _of_pod(one, settings)
        for one in objects()
        if "template" in one.get("spec", {})
    }


def _of_pod(one: dict[str, Any], settings: dict[str, str]) -> Deployed:
    pod = one["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    plain = {each["name"]: each["value"] for each in container["env"] if "value" in each}
    return Deployed(
        name=one["metadata"]["name"],
        command=container.get("command", []),
        plain=settings | plain,
        secret={each["name"] for each in container["env"] if "secretKeyRef" in each.get("valueFrom", {})},
        grace=pod.get("terminationGracePeriodSeconds", 30),
        raw=pod | {"container": container},
    )


def in_ecs() -> dict[str, Deployed]:
    found = {}
    for path in sorted((ROOT / "deploy/ecs").glob("*.json")):
        definition = json.loads(path.read_text())
        (container,) = definition["containerDefinitions"]
        found[path.stem] = Deployed(
            name=path.stem,
            command=container.get("command", []),
            plain={each["name"]: each["value"] for each in container["environment"]},
            secret={each["name"] for each in container["secrets"]},
            grace=container.get("stopTimeout", 30),
            probe=container.get("healthCheck", {}).get("command", []),
            raw=container,
        )
    return found


def objects(folder: Path = BASE) -> Iterator[dict[str, Any]]:
    """What the kustomization names, and nothing that lies beside it."""
    for name in yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]:
        if (folder / name).is_file():
            yield from yaml.safe_load_all((folder / name).read_text())


def the(kind: str, name: str = "", folder: Path = BASE) -> dict[str, Any]:
    (found,) = [
        one
        for one in objects(folder)
        if one["kind"] == kind and (not name or one["metadata"]["name"] == name)
    ]
    return found


def settings_told_of() -> list[str]:
    """The names in the tables of docs/settings.md, as often as they stand there."""
    rows = re.findall(r"^\| (`[A-Z].*?) \|", (ROOT / "docs/settings.md").read_text(), re.M)
    return [name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)]
