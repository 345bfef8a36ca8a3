from django.urls import path

from schoolgate.policy.views import asking, comparing, deciding, reading

urlpatterns = [
    path("ask/", asking.schools, name="ask_schools"),
    path("ask/<slug:school>/", asking.ask, name="ask"),
    path("ask/<slug:school>/<str:act>/", asking.answer, name="answer"),
    path("schools/<slug:school>/policy/", reading.policy_text, name="policy_text"),
    path("side-by-side/", comparing.side_by_side, name="side_by_side"),
    path("compare/", comparing.compare, name="compare"),
    path("policy/", reading.policy, name="policy"),
    path("policy/start/", deciding.start, name="policy_start"),
    path("policy/start/model/", deciding.start_model, name="policy_start_model"),
    path("policy/uploads/<int:pk>/again/", deciding.read_again, name="policy_read_again"),
    path("policy/<int:number>/", reading.version, name="version"),
    path("policy/<int:number>/clauses/", reading.document, name="version_clauses"),
    path("policy/<int:number>/settings/", reading.fixed, name="version_fixed"),
    path("policy/<int:number>/coverage/", reading.covered, name="version_coverage"),
    path("policy/<int:number>/defects/", deciding.defects_page, name="version_defects"),
    path("policy/<int:number>/try/", comparing.try_out, name="version_try"),
    path("policy/<int:number>/changes/", comparing.changes, name="version_changes"),
    path("policy/<int:number>/copy/", deciding.start_copy, name="version_copy"),
    path("policy/<int:number>/send/", deciding.send, name="version_send"),
    path("policy/<int:number>/take-back/", deciding.take_back, name="version_take_back"),
    path("policy/<int:number>/adopt/", deciding.adopt, name="version_adopt"),
    path("policy/<int:number>/set-aside/", deciding.set_aside, name="version_set_aside"),
]
