from django.urls import URLPattern, path

from schoolgate.casework.evidence.sharing.urls import urlpatterns as sharing
from schoolgate.casework.evidence.views import items, opening

AT = "cases/<str:reference>/evidence/"

urlpatterns: list[URLPattern] = [
    path(AT, items.evidence, name="evidence"),
    path(AT + "add/", items.add, name="evidence_add"),
    path(AT + "copy/", items.copy_page, name="evidence_copy"),
    path(AT + "<int:number>/", items.item, name="evidence_item"),
    path(AT + "<int:number>/check/", items.check, name="evidence_check"),
    path(AT + "<int:number>/open/", opening.open_item, name="evidence_open"),
    path(AT + "<int:number>/cover/", opening.cover, name="evidence_cover"),
    path(AT + "<int:number>/names/", opening.redact, name="evidence_redact"),
    *sharing,
]
