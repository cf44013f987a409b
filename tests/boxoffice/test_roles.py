"""Three roles are there after `migrate`, each with its rights; what superusers change of them stays."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from boxoffice.staff import roles
from tests.staff import somebody

pytestmark = pytest.mark.django_db


def rights_of(role):
    found = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_has_the_rights_of_its_table(role):
    assert rights_of(role) == set(roles.ROLES[role])


def test_every_right_of_the_table_exists():
    known = Permission.objects.values_list("content_type__app_label", "codename")
    exist = {f"{app}.{codename}" for app, codename in known}
    assert {right for rights in roles.ROLES.values() for right in rights} <= exist


def test_migrating_again_changes_nothing():
    before = {role: rights_of(role) for role in roles.ROLES}
    call_command("migrate", verbosity=0)
    assert {role: rights_of(role) for role in roles.ROLES} == before
    assert Group.objects.count() == len(roles.ROLES)


def test_what_was_taken_from_a_role_is_not_given_back():
    taken = Permission.objects.get(codename="cancel_order")
    Group.objects.get(name="support").permissions.remove(taken)
    Group.objects.filter(name="finance").delete()
    call_command("migrate", verbosity=0)
    assert "checkout.cancel_order" not in rights_of("support")
    assert not Group.objects.filter(name="finance").exists()


def test_a_right_that_comes_with_a_later_version_is_given(monkeypatch):
    monkeypatch.setitem(roles.ROLES, "editor", (*roles.EDITOR, "checkout.view_step"))
    call_command("migrate", verbosity=0)
    assert "checkout.view_step" in rights_of("editor")


def test_rights_are_given_although_django_has_not_made_them_yet():
    Permission.objects.filter(content_type__app_label="checkout").delete()
    apps.get_model("boxoffice.GivenRight").objects.all().delete()
    Group.objects.all().delete()
    for app in apps.get_app_configs():
        roles.prepare(app, using="default")
    assert rights_of("finance") == set(roles.FINANCE)


def test_nobody_of_a_role_makes_accounts_or_changes_roles():
    for rights in roles.ROLES.values():
        assert not [right for right in rights if right.startswith(("auth.", "otp_", "sessions."))]


def test_all_rights_cost_one_question(django_assert_num_queries):
    user = somebody("ada", "support", "finance")
    user.user_permissions.set(Permission.objects.filter(codename="view_step"))
    with django_assert_num_queries(1):
        assert user.has_perm("checkout.view_step")
        assert user.has_perm("checkout.view_customer")
        assert user.has_perm("checkout.export_orders")
        assert not user.has_perm("catalog.change_event")
        assert user.has_module_perms("checkout")
    user.is_active = False
    assert not user.has_perm("checkout.view_step")
