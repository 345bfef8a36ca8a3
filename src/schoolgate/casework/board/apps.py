from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "schoolgate.casework.board"
    label = "board"

    def ready(self) -> None:
        from schoolgate.casework.board import words

        words.listen()
