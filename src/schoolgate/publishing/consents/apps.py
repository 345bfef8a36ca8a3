from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "schoolgate.publishing.consents"
    label = "consents"
