from django.contrib.auth.views import LogoutView, PasswordResetDoneView
from django.urls import URLPattern, path

from vp.org.views import account, people, tokens, units, way_in

app_name = "org"
urlpatterns: list[URLPattern] = [
    path("logga-in/", way_in.LogIn.as_view(), name="login"),
    path("logga-ut/", LogoutView.as_view(), name="logout"),
    path("admin/login/", way_in.operators_log_in, name="operators_login"),
    path("losenord/", way_in.ChangePassword.as_view(), name="password_change"),
    path("losenord/glomt/", way_in.forgotten_password, name="password_reset"),
    path(
        "losenord/glomt/skickat/",
        PasswordResetDoneView.as_view(template_name="org/password_link_sent.html"),
        name="password_link_sent",
    ),
    path("losenord/<uidb64>/<token>/", way_in.SetPassword.as_view(), name="password_set"),
    path("konto/", account.account, name="account"),
    path("konto/nycklar/", tokens.tokens, name="tokens"),
    path("konto/nycklar/<uuid:key>/avsluta/", tokens.revoke, name="revoke_token"),
    path("enheter/<slug:slug>/under/", units.create_below, name="create_unit"),
    path("enheter/<slug:slug>/namn/", units.rename, name="rename_unit"),
    path("enheter/<slug:slug>/flytta/", units.move, name="move_unit"),
    path("enheter/<slug:slug>/stang/", units.close, name="close_unit"),
    path("personer/", people.people, name="people"),
    path("personer/ny/", people.invite, name="invite"),
    path("personer/roller/<int:pk>/avsluta/", people.end, name="end_role"),
    path("personer/roller/<int:pk>/vikarie/", people.deputy, name="deputy"),
    path("personer/<uuid:key>/konto/", people.account_of, name="account_of"),
    path("personer/<uuid:key>/nycklar/", tokens.tokens_of, name="tokens_of"),
]
