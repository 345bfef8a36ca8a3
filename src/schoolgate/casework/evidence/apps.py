from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "schoolgate.casework.evidence"
    label = "evidence"
