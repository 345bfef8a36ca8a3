from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "schoolgate.duties.guides"
    label = "guides"
