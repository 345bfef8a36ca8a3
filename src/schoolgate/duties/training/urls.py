"""Training: what people take, and what is written down about it."""

from __future__ import annotations

from django.urls import URLPattern, path

from schoolgate.duties.training.views import learning, managing, recording

urlpatterns: list[URLPattern] = [
    path("training/", learning.training, name="training"),
    path("training/courses/", managing.course_list, name="training_courses"),
    path("training/courses/add/", managing.course_add, name="training_course_add"),
    path("training/courses/<slug:key>/", managing.course_change, name="training_course_change"),
    path("training/courses/<slug:key>/away/", managing.course_archive, name="training_course_away"),
    path("training/sessions/", recording.sessions, name="training_sessions"),
    path("training/sessions/add/", recording.session_add, name="training_session_add"),
    path("training/sessions/<int:pk>/", recording.session, name="training_session"),
    path("training/import/", recording.completions_import, name="training_import"),
    path("training/completed/<int:pk>/", learning.completion, name="training_completion"),
    path("training/completed/<int:pk>/certificate/", learning.completion_certificate, name="training_certificate"),
    path("training/completed/<int:pk>/withdraw/", recording.completion_withdraw, name="training_completion_withdraw"),
    path("training/people/<int:pk>/", recording.of_person, name="training_person"),
    path("training/take/<slug:key>/", learning.course, name="training_course"),
    path("training/take/<slug:key>/<int:number>/", learning.step, name="training_step"),
    path("training/take/<slug:key>/finish/", learning.finished, name="training_finish"),
]
