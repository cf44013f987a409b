"""Migrations run while copies of the former release serve: what would stop those is found here."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.rules.migrations import FIRST_RELEASE, problems, problems_of

INDEX = models.Index(fields=["rank"], name="by_rank")
CHECK = models.CheckConstraint(condition=models.Q(rank__gt=0), name="is_positive")
TAKEN = "takes away what old code asks for: contract one release later"


def judged(*operations, **attributes):
    """One migration on top of an app that has a table of events."""
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20, null=True)),
        ("rank", models.IntegerField()),
    ]
    state = ProjectState()
    state.add_model(ModelState("catalog", "Event", fields))
    migration = type("Migration", (migrations.Migration,), {"operations": list(operations), **attributes})
    return list(problems(migration("0009_next", "catalog"), state))


def test_copies_of_the_former_release_live_through_every_migration():
    assert problems_of(MigrationLoader(None).graph, since=FIRST_RELEASE) == {}


def test_it_would_have_found_what_earlier_ones_took_away():
    found = problems_of(MigrationLoader(None).graph, since=dict.fromkeys(FIRST_RELEASE, 1))
    assert [said for said in found["catalog.0002_catalogue"] if said.startswith("RemoveField")]


def test_the_first_release_is_one_that_there_was():
    known = MigrationLoader(None).graph.nodes
    for app, number in FIRST_RELEASE.items():
        assert any(name.startswith(f"{number:04}_") for label, name in known if label == app)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("Event", "rank"),
        migrations.RenameField("Event", "rank", "place"),
        migrations.DeleteModel("Event"),
        migrations.RenameModel("Event", "Happening"),
        migrations.AlterModelTable("Event", "happening"),
    ],
)
def test_what_old_code_asks_for_stays(operation):
    assert len(judged(operation)) == 1
    assert judged(operation)[0].endswith(TAKEN)


@pytest.mark.parametrize(
    ("field", "is_fine"),
    [
        (models.IntegerField(), False),
        (models.IntegerField(default=3), False),
        (models.IntegerField(db_default=3), True),
        (models.IntegerField(null=True), True),
        (models.IntegerField(null=True, db_index=True), False),
        (models.IntegerField(null=True, unique=True), False),
        (models.ManyToManyField("catalog.Event"), True),
    ],
)
def test_rows_that_old_code_writes_lack_a_new_column(field, is_fine):
    assert (judged(migrations.AddField("Event", "place", field)) == []) is is_fine


@pytest.mark.parametrize(
    ("name", "field", "is_fine"),
    [
        ("name", models.CharField(max_length=20), False),
        ("name", models.CharField(max_length=19, null=True), False),
        ("name", models.CharField(max_length=21, null=True), True),
        ("name", models.CharField(max_length=20, null=True, help_text="As posters say it."), True),
        ("name", models.CharField(max_length=20, null=True, db_index=True), False),
        ("name", models.CharField(max_length=20, null=True, db_column="title"), False),
        ("rank", models.IntegerField(null=True), True),
        ("rank", models.TextField(), False),
    ],
)
def test_a_column_may_become_wider_and_nothing_else(name, field, is_fine):
    assert (judged(migrations.AlterField("Event", name, field)) == []) is is_fine


@pytest.mark.parametrize(
    ("operation", "is_fine"),
    [
        (migrations.AddIndex("Event", INDEX), False),
        (migrations.AddConstraint("Event", CHECK), False),
        (AddIndexConcurrently("Event", INDEX), True),
    ],
)
def test_nobody_waits_for_a_lock(operation, is_fine):
    # The concurrent one is a kind of the other; it alone asks for no lock.
    assert (judged(operation) == []) is is_fine


def test_a_new_table_is_free():
    made = migrations.CreateModel("Venue", [("id", models.BigAutoField(primary_key=True))])
    added = migrations.AddField("Venue", "rank", models.IntegerField(default=1))
    assert judged(made, added, migrations.AddIndex("Venue", INDEX)) == []


@pytest.mark.parametrize("operation", [migrations.RunSQL("SELECT 1"), migrations.RunPython(print)])
def test_what_cannot_be_judged_says_why_it_is_harmless(operation):
    name = type(operation).__name__
    assert len(judged(operation)) == 1
    assert judged(operation, old_code_lives_on={name: "it only reads"}) == []


def test_an_exception_is_for_what_it_names_and_nothing_else():
    removed = migrations.RemoveField("Event", "rank")
    assert judged(removed, old_code_lives_on={"RemoveField event.rank": "unread since 0.2"}) == []
    said = judged(removed, old_code_lives_on={"RemoveField event.name": "unread since 0.2"})
    assert said == [f"RemoveField event.rank {TAKEN}", "RemoveField event.name is excused and not done"]


def test_what_only_the_state_knows_is_free():
    both = migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("Event", "rank")])
    assert judged(both) == []
