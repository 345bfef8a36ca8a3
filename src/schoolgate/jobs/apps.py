from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "schoolgate.jobs"
    label = "jobs"
