from django.db import migrations, models


class Migration(migrations.Migration):
    """Values quoted cells in the open. They go for good: a reason without them still says why."""

    dependencies = [("intake", "0001_start")]

    operations = [
        migrations.RemoveField("refusedrow", "values"),
        migrations.AddField("refusedrow", "sealed", models.TextField(blank=True, default="")),
        migrations.AlterField("refusedrow", "sealed", models.TextField(blank=True)),
    ]
