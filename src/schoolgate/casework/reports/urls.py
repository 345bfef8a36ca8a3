from django.urls import path

from schoolgate.casework.reports.views import asking, case, complaining, inside, sending, start, talk

urlpatterns = [
    path("tell/", start.schools, name="tell_schools"),
    path("tell/receipt/", talk.receipt, name="tell_receipt"),
    path("tell/receipt/talk/", talk.talk, name="tell_talk"),
    path("tell/receipt/leave/", talk.leave, name="tell_talk_leave"),
    path("tell/inside/", inside.inside, name="tell_inside"),
    path("tell/yours/", inside.yours, name="told"),
    path("tell/yours/<str:reference>/", inside.yours_one, name="told_one"),
    path("tell/leave/", start.leave, name="tell_leave_any"),
    path("tell/help/", start.help_now, name="tell_help_any"),
    path("tell/<slug:school>/", start.start, name="tell"),
    path("tell/<slug:school>/help/", start.help_now, name="tell_help"),
    path("tell/<slug:school>/leave/", start.leave, name="tell_leave"),
    path("tell/<slug:school>/sent/", sending.sent, name="tell_sent"),
    path("tell/<slug:school>/<slug:voice>/", start.door, name="tell_door"),
    path("tell/<slug:school>/<slug:voice>/check/", sending.check, name="tell_check"),
    path("tell/<slug:school>/<slug:voice>/files/", asking.files, name="tell_files"),
    path("tell/<slug:school>/<slug:voice>/picture/", asking.picture, name="tell_picture"),
    path("tell/<slug:school>/<slug:voice>/now/<slug:after>/", asking.now, name="tell_now"),
    path("tell/<slug:school>/<slug:voice>/<slug:question>/", asking.question, name="tell_question"),
    path("cases/<str:reference>/reports/<str:report>/", case.report, name="case_report"),
    path("cases/<str:reference>/complaint/", complaining.complaint, name="case_complaint"),
]
