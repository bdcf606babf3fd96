"""Three pages and Django's own views to sign in and out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("", TemplateView.as_view(template_name="shop.html")),
    path("office", login_required(TemplateView.as_view(template_name="office.html"))),
    path("sign-in", LoginView.as_view(template_name="sign_in.html")),
    path("sign-out", LogoutView.as_view()),
]
