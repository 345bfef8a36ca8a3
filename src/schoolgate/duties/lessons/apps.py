from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "schoolgate.duties.lessons"
    label = "lessons"
