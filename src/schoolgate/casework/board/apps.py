from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "schoolgate.casework.board"
    label = "board"
