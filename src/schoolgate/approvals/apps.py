from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "schoolgate.approvals"
    label = "approvals"

    def ready(self) -> None:
        from schoolgate.approvals import following

        following.listen()
