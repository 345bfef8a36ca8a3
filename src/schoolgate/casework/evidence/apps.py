from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "schoolgate.casework.evidence"
    label = "evidence"

    def ready(self) -> None:
        from schoolgate.casework.evidence import following

        following.listen()
