from django.apps import AppConfig


class RemovalsConfig(AppConfig):
    name = "schoolgate.casework.removals"
    label = "removals"
