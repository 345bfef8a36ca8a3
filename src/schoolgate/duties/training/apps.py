from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "schoolgate.duties.training"
    label = "training"
