"""What deploy/ and compose.yaml promise, held against the settings and against each other."""

import re
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings

from boxoffice import serving
from tests.production.deployed import (
    BASE,
    OVERLAY,
    ROOT,
    SECRETS,
    in_compose,
    in_ecs,
    in_kubernetes,
    objects,
    settings_told_of,
    the,
)

COMPOSE, KUBERNETES, ECS = in_compose(), in_kubernetes(), in_ecs()
PLATFORMS = {"compose": COMPOSE, "kubernetes": KUBERNETES, "ecs": ECS}
OF_THE_SHOP = {f"{where} {name}": one for where, all_of in PLATFORMS.items() for name, one in all_of.items()}
OTHERS = {"balancer", "database", "cache", "sandbox"}
OURS = {name: one for name, one in OF_THE_SHOP.items() if one.name not in OTHERS}
REAL = {name: one for name, one in OURS.items() if not name.startswith("compose")}


@pytest.fixture(params=PLATFORMS)
def worker(request):
    return PLATFORMS[request.param]["worker"]


def web_of(platform):
    return PLATFORMS[platform].get("web") or PLATFORMS[platform]["web1"]


def test_each_platform_has_web_worker_and_migration():
    for all_of in (KUBERNETES, ECS):
        assert set(all_of) == {"web", "worker", "migrate"}
    assert set(COMPOSE) == {"web1", "web2", "worker", "migrate", *OTHERS}


@pytest.mark.parametrize("one", OURS.values(), ids=OURS)
def test_every_variable_is_a_setting_that_is_told_of(one):
    assert set(one.plain) | one.secret <= set(settings_told_of())


def test_each_setting_is_told_of_once():
    told = settings_told_of()
    assert sorted({name for name in told if told.count(name) > 1}) == []


@pytest.mark.parametrize("one", REAL.values(), ids=REAL)
def test_every_secret_is_by_reference(one):
    assert not SECRETS & set(one.plain)
    needed = {"SECRET_KEY", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "F13_PASSWORD", "METRICS_TOKEN"}
    assert needed <= one.secret


def test_no_secret_lies_in_the_files_of_a_cluster():
    kinds = {one["kind"] for folder in (BASE, OVERLAY) for one in objects(folder)}
    assert "Secret" not in kinds
    assert "Deployment" in kinds


@pytest.mark.parametrize("one", REAL.values(), ids=REAL)
def test_all_that_is_required_is_said(one):
    required = {"SITE_URL", "F13_URL", "F13_USER", "SECRET_KEY", "DATABASE_URL", "F13_PASSWORD"}
    assert required <= set(one.plain) | one.secret


def test_the_worker_may_hear_the_longest_purchase_to_its_end(worker):
    longest = float(worker.plain.get("F13_PURCHASE_TIMEOUT", settings.F13_PURCHASE_TIMEOUT))
    assert worker.grace >= longest + settings.F13_READ_TIMEOUT


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_web_may_end_its_requests(platform):
    web = web_of(platform)
    grace = float(web.plain.get("WEB_GRACE_SECONDS", serving.graceful_timeout))
    assert grace > settings.F13_READ_TIMEOUT
    assert web.grace >= grace + (drain_of(web) if platform == "kubernetes" else 0)


def drain_of(web):
    return float(web.plain.get("DRAIN_SECONDS", settings.DRAIN_SECONDS))


def test_draining_lasts_longer_than_it_takes_to_be_seen():
    web = KUBERNETES["web"]
    assert web.raw["container"]["lifecycle"]["preStop"]["exec"]["command"] == ["python", "manage.py", "drain"]
    probe = web.raw["container"]["readinessProbe"]
    assert probe["httpGet"] == {"path": "/health/ready", "port": "http"}
    assert drain_of(web) > probe["periodSeconds"] * probe["failureThreshold"]


@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe"])
def test_a_web_is_never_killed_for_what_only_its_database_does(probe):
    assert KUBERNETES["web"].raw["container"][probe]["httpGet"] == {"path": "/health/live", "port": "http"}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_ports_are_those_at_which_the_programs_listen(platform):
    web, worker = web_of(platform), PLATFORMS[platform]["worker"]
    port, metrics = web.plain.get("PORT", "8000"), worker.plain["METRICS_PORT"]
    if platform == "kubernetes":
        assert web.raw["container"]["ports"] == [{"name": "http", "containerPort": int(port)}]
        assert worker.raw["container"]["ports"] == [{"name": "metrics", "containerPort": int(metrics)}]
        asked = worker.raw["container"]["livenessProbe"]["exec"]["command"]
    else:
        asked = worker.probe[1:]
    assert asked == ["python", "-m", "boxoffice.probe", f"http://127.0.0.1:{metrics}/"]


@pytest.mark.parametrize("name", ["web", "worker", "migrate"])
def test_a_pod_may_do_nothing_that_it_need_not(name):
    pod = KUBERNETES[name].raw
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert pod["container"]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {mount["mountPath"] for mount in pod["container"]["volumeMounts"]} == {"/tmp"}  # noqa: S108


@pytest.mark.parametrize("name", ["web", "worker", "migrate"])
def test_a_task_may_do_nothing_that_it_need_not(name):
    task = ECS[name].raw
    assert task["user"] == "10001:10001"
    assert task["readonlyRootFilesystem"] is True
    assert task["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}
    assert [one["containerPath"] for one in task["linuxParameters"]["tmpfs"]] == ["/tmp"]  # noqa: S108


def test_in_compose_everybody_is_asked_whether_they_are_well():
    assert [name for name, one in COMPOSE.items() if not one.probe] == ["migrate"]


def test_in_compose_what_waits_for_somebody_waits_until_they_are_well():
    conditions = {
        (name, other, how["condition"])
        for name, one in COMPOSE.items()
        for other, how in one.raw.get("depends_on", {}).items()
    }
    for name, other, condition in conditions:
        wanted = "service_completed_successfully" if other == "migrate" else "service_healthy"
        assert condition == wanted, (name, other)
    assert {("web1", "migrate"), ("web2", "migrate"), ("worker", "migrate"), ("migrate", "database")} <= {
        (name, other) for name, other, _condition in conditions
    }


def test_in_compose_the_database_has_a_connection_for_each_thread():
    said = " ".join(COMPOSE["database"].command)
    most = int(re.search(r"max_connections=(\d+)", said)[1])
    web, worker = COMPOSE["web1"].plain, COMPOSE["worker"].plain
    threads_of_web = int(web["WEB_THREADS"]) + settings.PLACES_FOR_ASIDES
    of_webs = 2 * int(web["WEB_CONCURRENCY"]) * threads_of_web
    of_worker = 3 * (int(worker["PURCHASES_AT_ONCE"]) + 10)
    assert most >= of_webs + of_worker + 20  # and for who looks, migrates and backs up


def test_in_compose_the_balancer_alone_is_trusted():
    balancer = COMPOSE["balancer"].raw["networks"]["inside"]["ipv4_address"]
    assert COMPOSE["web1"].plain["TRUSTED_PROXIES"] == balancer
    addresses = {COMPOSE[name].raw["networks"]["inside"]["ipv4_address"] for name in ("web1", "web2")}
    assert len(addresses | {balancer}) == 3


def test_in_compose_the_shop_is_where_it_says_that_it_is():
    published = COMPOSE["balancer"].raw["ports"]
    assert f"{urlsplit(COMPOSE['web1'].plain['SITE_URL']).port}:8080" in published
    assert urlsplit(COMPOSE["web1"].plain["MEDIA_HOSTS"]).netloc == "localhost:8013"


def test_the_balancer_closes_idle_connections_before_the_shop_does():
    text = (ROOT / "deploy/nginx/shop.conf.template").read_text()
    assert int(re.search(r"keepalive_timeout (\d+)s", text)[1]) < serving.keepalive


def test_no_request_that_was_sent_is_sent_again_where_that_changes_something():
    text = (ROOT / "deploy/nginx/shop.conf.template").read_text()
    again = re.search(r"proxy_next_upstream (.*);", text)[1].split()
    assert again == ["error", "timeout"]  # a 503 is the shop's own answer, `non_idempotent` would buy twice


def test_of_webs_one_at_a_time_is_taken_away_and_never_the_last():
    assert the("PodDisruptionBudget", "web")["spec"]["maxUnavailable"] == 1
    assert the("HorizontalPodAutoscaler")["spec"]["minReplicas"] >= 2
    assert the("Deployment", "worker")["spec"]["replicas"] >= 2
    assert the("Deployment", "web")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_into_a_pod_comes_only_who_is_named():
    policies = [one["spec"] for one in objects() if one["kind"] == "NetworkPolicy"]
    closed = [one for one in policies if one["podSelector"] == {} and "ingress" not in one]
    assert closed
    assert closed[0]["policyTypes"] == ["Ingress"]
    worker = the("NetworkPolicy", "figures-of-the-worker")["spec"]["ingress"]
    assert [one["ports"] for one in worker] == [[{"port": "metrics"}]]


def test_the_overlay_changes_what_is_there():
    overlay = yaml.safe_load((OVERLAY / "kustomization.yaml").read_text())
    names = {(one["kind"], one["metadata"]["name"]) for one in objects()}
    changed = yaml.safe_load((OVERLAY / "settings.yaml").read_text())
    assert (changed["kind"], changed["metadata"]["name"]) in names
    targets = [one["target"] for one in overlay["patches"] if "target" in one]
    assert {(one["kind"], one["name"]) for one in targets} <= names
    assert [one["name"] for one in overlay["images"]] == ["boxoffice"]
    assert {one.raw["container"]["image"] for one in KUBERNETES.values()} == {"boxoffice"}
