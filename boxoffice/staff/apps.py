"""Django's admin, as this shop's staff enter it."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "boxoffice.staff.site.StaffSite"
