from django.urls import URLPattern, path

from schoolgate.duties.lessons import views

urlpatterns: list[URLPattern] = [
    path("lessons/", views.lessons, name="lessons"),
    path("lessons/taught/", views.taught, name="lessons_taught"),
    path("lessons/taught/add/", views.add, name="lesson_add"),
    path("lessons/taught/<int:pk>/", views.lesson, name="lesson"),
    path("lessons/taught/<int:pk>/take-back/", views.withdraw, name="lesson_take_back"),
    path("lessons/<slug:key>/", views.activity, name="lesson_activity"),
    path("lessons/<slug:key>/sheet/", views.sheet, name="lesson_sheet"),
]
