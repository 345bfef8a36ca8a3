from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "schoolgate.publishing.moderation"
    label = "moderation"
