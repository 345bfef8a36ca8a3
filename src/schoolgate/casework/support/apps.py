from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "schoolgate.casework.support"
    label = "support"
