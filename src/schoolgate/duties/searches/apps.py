from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "schoolgate.duties.searches"
    label = "searches"
