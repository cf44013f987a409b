"""The image, built and judged from outside and from within, where there is something to build it with."""

import json
import re
import time

import pytest
import requests

from rehearsal.environment import free_port
from tests.image.containers import BASE, Missing, built

MOST_MEGABYTES = 300  # over its base
SETTINGS = {
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    "SITE_URL": "https://shop.example",
    "DATABASE_URL": "sqlite:////tmp/shop.sqlite3",
    "F13_URL": "http://127.0.0.1:9",
    "F13_USER": "demo",
    "F13_PASSWORD": "only-for-tests",
    "WEB_CONCURRENCY": "1",
    "TRUSTED_PROXIES": "127.0.0.1",
}
# What the one who runs it could change: files that are his, or that anybody may write.
OWNED = """
import os
files = [os.path.join(at, one) for top in ('/shop', '/opt') for at, _, all in os.walk(top) for one in all]
print([one for one in files if os.stat(one).st_uid == os.getuid() or os.access(one, os.W_OK)])
"""
STRICT = [
    *("--read-only", "--tmpfs", "/tmp:rw,size=64m", "--cap-drop", "ALL"),  # noqa: S108
    *("--security-opt", "no-new-privileges", "--memory", "512m", "--network", "host"),
]


@pytest.fixture(scope="session")
def image():
    try:
        return built()
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def start(image):
    """Starts containers as a strict platform would, and takes them away."""
    names = []

    def started(*command, **settings):
        name = f"boxoffice-test-{free_port()}"
        names.append(name)
        variables = [part for each in settings.items() for part in ("--env", "=".join(each))]
        image.tool.ask("run", "--detach", "--name", name, *STRICT, *variables, image.name, *command)
        return name

    yield started
    for name in names:
        image.tool.say("rm", "--force", "--time", "5", name)


@pytest.fixture
def web(image, start):
    """A web that answers: the container's name and its address."""
    port = free_port()
    name = start(**SETTINGS, PORT=str(port))
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(f"{address}/health/live"), what=lambda: logs(image, name))
    return name, address


def logs(image, name):
    done = image.tool.say("logs", name)
    return done.stdout + done.stderr


def wait_until(is_so, *, what, within=60.0):
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)


def answers(address):
    try:
        return requests.get(address, timeout=5).status_code == 200
    except requests.RequestException:
        return False


def test_it_runs_as_nobody_in_particular_and_owns_nothing(image):
    assert image.facts["Config"]["User"] == "10001:10001"
    assert image.python(OWNED) == "[]"


def test_it_says_what_it_is(image):
    labels = image.facts["Config"]["Labels"]
    for name in ("title", "description", "version", "revision"):
        assert labels[f"org.opencontainers.image.{name}"]


def test_it_is_small(image):
    size, base = image.facts["Size"], image.tool.inspect(BASE)["Size"]
    assert 0 < (size - base) / 1_000_000 <= MOST_MEGABYTES


def test_there_is_nothing_in_it_that_running_does_not_need(image):
    there = json.loads(
        image.python("import json, os; print(json.dumps([os.listdir('/shop'), os.listdir('/opt/shop/bin')]))")
    )
    assert set(there[0]) == {
        *("boxoffice", "catalog", "checkout", "locale", "manage.py", "sandbox", "static", "staticfiles"),
        "templates",
    }
    assert not {"pip", "pytest", "ruff", "mypy"} & set(there[1])
    compilers = image.python(
        "import shutil; print([one for one in ('cc', 'gcc', 'c++', 'make') if shutil.which(one)])"
    )
    assert compilers == "[]"
    tests = image.python(
        "import os; print([at for at, folders, _ in os.walk('/opt/shop') if os.path.basename(at) == 'tests'])"
    )
    assert tests == "[]"


def test_no_secret_is_in_it(image):
    environment = "\n".join(image.facts["Config"]["Env"])
    history = image.tool.ask("history", "--no-trunc", "--format", "{{.CreatedBy}}", image.name)
    for text in (environment, history):
        assert not re.search(r"(?i)(secret|password|token)\w*=[^ $]{4,}|DATABASE_URL=", text)


def test_it_starts_read_only_and_the_server_is_the_first_process(image, web):
    name, _address = web
    assert image.tool.ask("exec", name, "cat", "/proc/1/comm") == "gunicorn"


def test_its_health_check_passes_and_can_fail(image, web):
    name, _address = web
    facts = image.facts["Config"] | image.facts  # where docker has it, and where podman does
    check = facts.get("Healthcheck") or facts["HealthCheck"]
    command = check["Test"][1:]
    assert check["Test"][0] == "CMD"
    assert image.tool.say("exec", name, *command).returncode == 0
    assert image.tool.say("exec", "--env", "PORT=9", name, *command).returncode == 1


def test_it_is_ready_once_it_is_migrated_and_not_while_it_drains(image, web):
    name, address = web
    assert requests.get(f"{address}/health/ready", timeout=10).status_code == 503
    image.tool.ask("exec", name, "python", "manage.py", "migrate", "--noinput")
    assert requests.get(f"{address}/health/ready", timeout=10).status_code == 200
    image.tool.ask("exec", "--env", "DRAIN_SECONDS=0", name, "python", "manage.py", "drain")
    assert requests.get(f"{address}/health/ready", timeout=10).json() == {"ready": False, "draining": True}


def test_static_files_were_collected_when_it_was_built(image, web):
    _name, address = web
    manifest = json.loads(image.python("print(open('/shop/staticfiles/staticfiles.json').read())"))
    visitor = {"Host": "shop.example", "X-Forwarded-Proto": "https"}
    for name in ("shop.css", "seat-map.js"):
        served = manifest["paths"][name]
        answer = requests.get(f"{address}/static/{served}", headers=visitor, timeout=10)
        assert (answer.status_code, served != name) == (200, True)


def test_told_to_stop_it_ends_by_itself(image, web):
    name, _address = web
    image.tool.ask("stop", "--time", "30", name)
    state = json.loads(image.tool.ask("inspect", name))[0]["State"]
    assert state["ExitCode"] == 0


def test_without_its_settings_it_does_not_start_and_says_what_it_wants(image, start):
    name = start()
    wait_until(lambda: "SITE_URL is missing" in logs(image, name), what=lambda: logs(image, name))
    assert image.tool.ask("wait", name) != "0"


def test_it_is_the_worker_too(image, start):
    command = "python manage.py migrate --noinput -v0 && exec python manage.py run_huey"
    name = start("sh", "-c", command, **SETTINGS)
    wait_until(lambda: "The worker is there" in logs(image, name), what=lambda: logs(image, name))


def test_it_is_the_practice_box_office_too(image, start):
    port = free_port()
    name = start("python", "-m", "sandbox", "--port", str(port), "--smtp-port", str(free_port()))
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/mail/"), what=lambda: logs(image, name))
