"""Who wants to hear of replies, and who wants no mail at all."""

from django.db import models

from comments.models.comment import HubComment, email_key
from comments.models.discussion import Discussion


class Follow(models.Model):
    """Somebody hears of new comments: the writer of `comment` of replies to it, others of the whole thread.

    A writer's address stays in the comment; only those who follow without writing have it here.
    """

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="follows")
    comment = models.OneToOneField(HubComment, models.CASCADE, null=True, related_name="follow")
    email = models.EmailField("e-mail address", blank=True)
    email_key = models.CharField(max_length=32, db_index=True)
    address_key = models.CharField(max_length=32, blank=True, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    told_up_to = models.DateTimeField(null=True)  # the moment the newest comment told of was shown
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "discussion", "email_key", condition=models.Q(comment=None), name="follow_once_an_address"
            )
        ]

    def __str__(self):
        return f"follows {self.discussion_id}"

    @property
    def address(self):
        return self.comment.user_email if self.comment_id else self.email


class MailStop(models.Model):
    """An address, as a keyed hash, that asked never to be mailed again."""

    email_key = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"stopped on {self.made_at:%Y-%m-%d}"

    @classmethod
    def covers(cls, email):
        return cls.objects.filter(email_key=email_key(email)).exists()
