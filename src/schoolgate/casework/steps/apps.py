from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "schoolgate.casework.steps"
    label = "steps"
