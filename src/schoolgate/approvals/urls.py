from django.urls import path

from schoolgate.approvals.views import asking, deciding, permission, reading

urlpatterns = [
    path("requests/", reading.requests, name="requests"),
    path("requests/decided/", reading.decided, name="requests_decided"),
    path("requests/new/<str:act>/", asking.new, name="request_new"),
    path("requests/role/", asking.role, name="request_role"),
    path("requests/<int:pk>/", reading.request_page, name="request"),
    path("requests/<int:pk>/answer/", asking.answer, name="request_answer"),
    path("requests/<int:pk>/withdraw/", asking.withdraw, name="request_withdraw"),
    path("requests/<int:pk>/decide/", deciding.decide, name="request_decide"),
    path("requests/<int:pk>/question/", deciding.question, name="request_question"),
    path("requests/<int:pk>/take-back/", deciding.revoke, name="request_revoke"),
    path("requests/<int:pk>/permission.pdf", permission.paper, name="request_paper"),
    path("permission/", permission.check, name="permission"),
]
