"""A mail can go to somebody who is not of the school, so it says itself which school it is from."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_the_school(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    mails, people = apps.get_model("community", "Mail"), apps.get_model("community", "Person")
    theirs = people.unscoped.filter(pk=models.OuterRef("person")).values("school")
    mails.unscoped.update(school=models.Subquery(theirs))


class Migration(migrations.Migration):
    dependencies = [("community", "0006_desk")]

    operations = [
        migrations.AddField(
            "mail",
            "school",
            models.ForeignKey(
                null=True, on_delete=models.deletion.CASCADE, related_name="mails", to="community.school"
            ),
        ),
        migrations.RunPython(say_the_school, migrations.RunPython.noop),
    ]
