from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "schoolgate.casework.letters"
    label = "letters"

    def ready(self) -> None:
        from schoolgate.casework.letters import following, reading

        following.listen()
        reading.listen()
