"""Django's admin as an app of ours."""

from django.contrib.admin.apps import AdminConfig


class AdministratorsConfig(AdminConfig):
    """Django's admin on our own site: same sign-in, administrators only."""

    default_site = "volunteer_portal.accounts.admin_site.AdministratorsSite"
