from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("content", "0001_initial"),
        ("places", "0001_initial"),
        ("publications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="kind",
            field=models.CharField(
                choices=[
                    ("news", "News"),
                    ("insight", "Insight"),
                    ("last-word", "Last word"),
                    ("video", "Video"),
                ],
                default="news",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["kind", "-published_at", "-id", "withdrawn_at", "removed_at"], name="article_listed"
            ),
        ),
    ]
