from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "schoolgate.record"
    label = "record"
