"""In and out, and the password: log in, log out, change it, get a new one by mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vp.org import throttle
from vp.org.actions.passwords import send_password_link
from vp.org.forms import ChangePasswordForm, ForgottenForm, LogInForm, NewPasswordForm
from vp.org.views.person import person_of


class LogIn(auth.LoginView):
    """Django's own, behind the throttle. The session gets a new key when somebody has logged in."""

    template_name = "org/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True
    taken = throttle.Taken()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.taken = throttle.take(
            throttle.LOGIN, email=_written(request, "username"), address=throttle.client_address(request)
        )
        if self.taken.wait:
            return _too_many(request, self.taken)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        throttle.give_back(throttle.LOGIN, self.taken, email=form.cleaned_data["username"])
        return super().form_valid(form)


class ChangePassword(auth.PasswordChangeView):
    """Other sessions of the same person end: their keys come from the password."""

    template_name = "org/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("org:account")
    taken = throttle.Taken()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.taken = throttle.take(
            throttle.LOGIN, email=person_of(request).email, address=throttle.client_address(request)
        )
        if self.taken.wait:
            return _too_many(request, self.taken)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        throttle.give_back(throttle.LOGIN, self.taken, email=person_of(self.request).email)
        messages.success(self.request, "Lösenordet är bytt. På andra enheter behöver du logga in igen.")
        return super().form_valid(form)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever has an account; the answer is the same for everybody else."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "org/password_forgotten.html", {"form": form})
    email = form.cleaned_data["email"]
    taken = throttle.take(throttle.RESET, email=email, address=throttle.client_address(request))
    if taken.wait:
        return _too_many(request, taken)
    send_password_link(email=email, site=request.build_absolute_uri("/"))
    return redirect("org:password_link_sent")


class SetPassword(auth.PasswordResetConfirmView):
    """Where the link of a mail leads. The token moves into the session at once, out of the address."""

    template_name = "org/password_set.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("org:login")
    reset_url_token = "nytt"  # noqa: S105 (what stands in the address instead of the token)

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Lösenordet är sparat. Logga in med det.")
        return super().form_valid(form)


@login_not_required
def operators_log_in(request: HttpRequest) -> HttpResponseBase:
    """The admin has no door of its own: operators come in the ordinary, throttled way."""
    if request.user.is_authenticated:
        raise PermissionDenied("Den här delen är bara för driftpersonal.")
    return redirect_to_login(request.GET.get("next", "/admin/"))


def _too_many(request: HttpRequest, taken: throttle.Taken) -> HttpResponse:
    answer = render(request, "org/too_many.html", {"minutes": taken.minutes}, status=429)
    answer["Retry-After"] = str(taken.minutes * 60)
    return answer


def _written(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "")[:254]
