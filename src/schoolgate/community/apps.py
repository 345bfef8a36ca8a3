from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "schoolgate.community"
    label = "community"

    def ready(self) -> None:
        from django import forms

        from schoolgate.community import account_entries, checks, fields, powers

        # Every form, allauth's too, says what to do about these; none of them has words of its own for them.
        forms.Field.default_error_messages = {**forms.Field.default_error_messages, **fields.PLAIN}
        powers.table()  # a mistake in any app's powers stops the start
        checks.register_all()
        account_entries.listen()
