from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "schoolgate.policy"
    label = "policy"

    def ready(self) -> None:
        from schoolgate.policy import signin

        signin.listen()
