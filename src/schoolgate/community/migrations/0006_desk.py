"""What somebody is called who came to the desk, and when they were written down."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("community", "0005_signin")]

    operations = [
        migrations.AddField("roleholding", "called", models.CharField(blank=True, max_length=40)),
        migrations.AddField("person", "added_on", models.DateField(default=timezone.localdate)),
    ]
