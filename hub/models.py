"""Mail that waits to be sent. A row lives until the mail server has taken the message, and no longer."""

from django.db import models


class QueuedMail(models.Model):
    """One message. `next_try_at` is empty once we have given up; then staff decide."""

    made_at = models.DateTimeField("made", auto_now_add=True)
    sender = models.CharField(max_length=320)
    recipients = models.JSONField()
    subject = models.CharField(max_length=300)
    content = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField("next try", null=True, blank=True, db_index=True)
    held_until = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "waiting e-mail"

    def __str__(self):
        return self.subject
