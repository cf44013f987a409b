"""What a migration must not do while copies of the former release serve: docs/operations.md has the rule.

One names its exceptions, each with the reason, in `old_code_lives_on`: {"RemoveField event.rank": "…"}.
"""

from collections.abc import Iterator

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# Up to these nothing served yet. What came after is judged.
FIRST_RELEASE = {"boxoffice": 3, "catalog": 4, "checkout": 5}
# Old code asks for what these take away, by its old name.
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
# Nobody can write to the table until they are done.
LOCKS = (migrations.AddIndex, migrations.AddConstraint, migrations.AlterUniqueTogether)
UNSEEN = (migrations.RunSQL, migrations.RunPython)


def problems_of(graph: MigrationGraph, *, since: dict[str, int]) -> dict[str, list[str]]:
    """Sentences for each later migration that old code would not live through."""
    state, found = ProjectState(), {}
    for key in graph._generate_plan(graph.leaf_nodes(), at_end=True):  # type: ignore[attr-defined]
        migration = graph.nodes[key]
        is_later = key[0] in since and int(key[1][:4]) > since[key[0]]
        if is_later and (said := list(problems(migration, state))):
            found[".".join(key)] = said
        state = migration.mutate_state(state, preserve=True)
    return found


def problems(migration: migrations.Migration, state: ProjectState) -> Iterator[str]:
    """What is wrong with one, on top of `state`; exceptions that it names are left out, once each."""
    excused = dict(getattr(migration, "old_code_lives_on", {}))
    made: set[str] = set()
    for operation in _in_database(migration.operations):
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        elif problem := _problem(operation, app=migration.app_label, state=state, made=made):
            name = _name(operation)
            if not excused.pop(name, ""):
                yield f"{name} {problem}"
        state = state.clone()
        operation.state_forwards(migration.app_label, state)
    yield from (f"{name} is excused and not done" for name in excused)


def _in_database(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _in_database(operation.database_operations)
        else:
            yield operation


def _problem(operation: Operation, *, app: str, state: ProjectState, made: set[str]) -> str:
    if getattr(operation, "model_name", "").lower() in made:
        return ""  # a table that is new: nobody reads it yet
    if isinstance(operation, TAKES_AWAY):
        return "takes away what old code asks for: contract one release later"
    if isinstance(operation, UNSEEN):
        return "cannot be judged from here: say why old code lives through it"
    if isinstance(operation, LOCKS) and not isinstance(operation, AddIndexConcurrently):
        return "locks the table: use AddIndexConcurrently, or AddConstraintNotValid and ValidateConstraint"
    if isinstance(operation, migrations.AddField):
        return _added(operation.field)
    if isinstance(operation, migrations.AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        return _altered(before, operation.field)
    return ""


def _added(field: models.Field) -> str:
    if field.many_to_many:
        return ""
    if field.db_index or field.unique:
        return "locks the table: add the index by AddIndexConcurrently"
    if not field.null and not field.has_db_default():
        return "has no default in the database, and old code writes rows without it: say db_default"
    return ""


def _altered(before: models.Field, after: models.Field) -> str:
    if before.null and not after.null:
        return "forbids what old code may write: null"
    if (before.db_index, before.unique) != (after.db_index, after.unique):
        return "locks the table: change its index by AddIndexConcurrently"
    if before.get_internal_type() != after.get_internal_type() or before.db_column != after.db_column:
        return "makes another column of it: add one, write both, take the old one away later"
    if (after.max_length or 0) < (before.max_length or 0):
        return "leaves less room than old code needs"
    return ""


def _name(operation: Operation) -> str:
    """As exceptions name it: `RemoveField event.rank`, `DeleteModel event`, `RunSQL`."""
    parts = (getattr(operation, name, "") for name in ("model_name", "name", "old_name"))
    return f"{type(operation).__name__} {'.'.join(part.lower() for part in parts if part)}".strip()
