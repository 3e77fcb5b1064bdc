"""Who made a publication, in the order of its title page, and where its facts come from."""

from django.db import models

from content.models import Organisation, Person, Source
from publications.models.publication import Publication


class Creator(models.Model):
    """One author of a publication: a person or a body, in the order of the title page."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="creators")
    order = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="creations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="creations"
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(organisation=None),
                name="creator_person_or_organisation",
                violation_error_message="Choose a person or an organisation, not both.",
            )
        ]

    def __str__(self):
        return str(self.maker)

    @property
    def maker(self):
        """The Person or the Organisation."""
        return self.person or self.organisation


class PublicationSource(Source):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="sources")
