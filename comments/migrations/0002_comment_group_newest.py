from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
        ("content", "0001_initial"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="hubcomment",
            index=models.Index(fields=["group", "state", "-shown_at"], name="comment_group_newest"),
        ),
    ]
