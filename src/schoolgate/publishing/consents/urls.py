from django.urls import path

from schoolgate.publishing.consents.views import (
    answering,
    linked,
    never,
    papers,
    register,
    rounds,
    sheets,
    writing_down,
)

urlpatterns = [
    path("consents/", answering.mine, name="consents"),
    path("consents/<int:pk>/", answering.consent, name="consent"),
    path("consents/<int:pk>/no/", answering.no_to_everything, name="consent_no"),
    path("consents/register/", register.register, name="consent_register"),
    path("consents/disagreeing/", register.disagreeing, name="consent_disagreements"),
    path("consents/papers/", writing_down.choose, name="consent_papers"),
    path("consents/papers/<int:pk>/", writing_down.paper, name="consent_paper"),
    path("consents/papers/list/", sheets.send_sheet, name="consent_sheets"),
    path("consents/papers/list/<int:pk>/", sheets.sheet, name="consent_sheet"),
    path("consents/forms/<int:pk>/", papers.of_class, name="consent_forms"),
    path("consents/papers/<int:pk>/form/", papers.of_one, name="consent_form"),
    path("consents/asking/", rounds.rounds, name="consent_rounds"),
    path("consents/asking/silent/", rounds.silent, name="consent_silent"),
    path("consents/asking/new/", rounds.begin, name="consent_ask"),
    path("consents/asking/lasting/", rounds.lasting, name="consent_lasting"),
    path("consents/asking/<int:pk>/", rounds.one, name="consent_round"),
    path("consent/again/", linked.link_again, name="consent_link_again"),
    path("consent/<str:secret>/", linked.link, name="consent_link"),
    path("consent/<str:secret>/no/", linked.link_no, name="consent_link_no"),
    path("never-show/", never.never_shown, name="never_show"),
    path("never-show/add/", never.add, name="never_show_add"),
    path("never-show/<int:pk>/", never.one, name="never_show_one"),
]
