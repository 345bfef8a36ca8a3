from django.urls import include, path

from schoolgate.policy.views import asking, binding, comparing, deciding, disclaimer, drafting, reading

of_a_clause = [
    path("", drafting.clause, name="clause"),
    path("words/", drafting.clause_words, name="clause_words"),
    path("remove/", drafting.clause_remove, name="clause_remove"),
    path("rules/add/", binding.rule_add, name="rule_add"),
    path("rules/<int:index>/", binding.rule, name="rule"),
    path("rules/<int:index>/remove/", binding.rule_remove, name="rule_remove"),
    path("settings/add/", binding.control_add, name="control_add"),
    path("settings/<str:control>/remove/", binding.control_remove, name="control_remove"),
    path("duties/add/", binding.duty_add, name="duty_add"),
    path("duties/<int:index>/", binding.duty, name="duty"),
    path("duties/<int:index>/remove/", binding.duty_remove, name="duty_remove"),
]

urlpatterns = [
    path("disclaimer/", disclaimer.disclaimer, name="disclaimer"),
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
    path("policy/<int:number>/put-away/", deciding.put_away, name="version_put_away"),
    path("policy/<int:number>/take-back/", deciding.take_back, name="version_take_back"),
    path("policy/<int:number>/adopt/", deciding.adopt, name="version_adopt"),
    path("policy/<int:number>/call-off/", deciding.call_off, name="version_call_off"),
    path("policy/<int:number>/set-aside/", deciding.set_aside, name="version_set_aside"),
    path("policy/<int:number>/details/", drafting.version_details, name="version_details"),
    path("policy/<int:number>/clauses/add/", drafting.clause_add, name="clause_add"),
    path("policy/<int:number>/clauses/<str:clause>/", include(of_a_clause)),
]
