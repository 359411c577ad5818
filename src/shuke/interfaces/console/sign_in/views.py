"""Sign-in by allauth, with the demo's accounts beside the form."""

from typing import Any

from allauth.account import views as allauth
from django.utils.translation import gettext as _

from shuke.interfaces.console.navigation import role_label
from shuke.interfaces.ui import demo
from shuke.kernel.permissions import Role
from shuke.stores import queries as stores


def _tasks() -> dict[Role, str]:
    return {
        "owner": _("everything, settings included"),
        "marketer": _("segments, campaigns, their effect"),
        "manager": _("own store: members and figures"),
        "cashier": _("find and enrol members"),
        "assistant": _("own members and notes"),
        "service": _("one member's whole story"),
        "analyst": _("figures, members under a pseudonym"),
        "finance": _("read and export, change nothing"),
    }


class SignIn(allauth.LoginView):  # type: ignore[misc]  # allauth carries no types
    """The sign-in page; six wrong passwords lock an account's name for 15 minutes (Q02)."""

    template_name = "sign_in/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the accounts to try, in a demo."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["is_set_up"] = stores.is_set_up()
        if context["is_set_up"] and stores.chain().is_demo:
            tasks = _tasks()
            context["password"] = demo.PASSWORD
            context["accounts"] = [
                {"username": username, "role": role_label(role), "task": tasks[role]}
                for username, role in demo.ACCOUNTS
            ]
        return context


class SignOut(allauth.LogoutView):  # type: ignore[misc]  # allauth carries no types
    """Signing out asks once, so that no foreign page can do it by a link."""

    template_name = "sign_in/logout.html"
