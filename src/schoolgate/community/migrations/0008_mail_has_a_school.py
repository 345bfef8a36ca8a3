"""Apart from the filling in before it: PostgreSQL changes no table that has foreign keys still to check."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0007_mail_outside")]

    operations = [
        migrations.AlterField(
            "mail",
            "school",
            models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="mails", to="community.school"),
        ),
        migrations.AlterField(
            "mail",
            "person",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="mails",
                to="community.person",
            ),
        ),
    ]
