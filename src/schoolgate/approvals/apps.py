from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "schoolgate.approvals"
    label = "approvals"
