from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "schoolgate.duties.declarations"
    label = "declarations"
