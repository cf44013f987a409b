"""Staff's pages beside the lists of the admin. Each asks for its own right; all want staff."""

from django.contrib import admin
from django.urls import path

from .customers import customers
from .dashboard import dashboard
from .finance import finance, finance_file

app_name = "staff"

urlpatterns = [
    path("dashboard/", admin.site.admin_view(dashboard), name="dashboard"),
    path("finance/", admin.site.admin_view(finance), name="finance"),
    path("finance/items.csv", admin.site.admin_view(finance_file), name="finance_file"),
    path("customers/", admin.site.admin_view(customers), name="customers"),
]
