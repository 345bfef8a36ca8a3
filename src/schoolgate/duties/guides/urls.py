from django.urls import URLPattern, path

from schoolgate.duties.guides import views

urlpatterns: list[URLPattern] = [
    path("guide/", views.here, name="guide_here"),
    path("guides/", views.guides, name="guides"),
    path("guides/send/", views.send, name="guides_send"),
    path("guides/languages/", views.languages, name="guide_languages"),
    path("schools/<slug:school>/guide/", views.guide, name="guide"),
    path("schools/<slug:school>/guide/print/", views.guide_print, name="guide_print"),
]
