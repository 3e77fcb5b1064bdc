"""The form that editors write in: it notices other editors, and can tell readers what changed."""

from django import forms

STALE = (
    "Somebody else saved this while you were writing. Nothing is lost: both texts are shown above. "
    "Take over what you need, then save again to keep the text below."
)


class EditedForm(forms.ModelForm):
    """A model form that refuses to overwrite what its user has not seen."""

    tell_readers = forms.BooleanField(
        required=False, help_text="Adds the date and your sentence to “What changed” at the foot of the page."
    )
    change_note = forms.CharField(
        label="What changed",
        required=False,
        max_length=300,
        help_text="One sentence for readers: “We corrected the year of the report.”",
    )
    others_text = None  # the row as somebody else saved it meanwhile
    saving = True  # False where the form is only looked at

    @property
    def version(self):
        """The version that this form was opened on, for its hidden field; the newest once told of others."""
        if self.others_text is not None:
            return self.others_text.changed_at.isoformat()
        if self.is_bound:
            return self.data.get("version", "")
        return self.instance.changed_at.isoformat() if self.instance.pk else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("tell_readers") and not cleaned.get("change_note", "").strip():
            self.add_error("change_note", "Write the sentence that readers get, or untick “Tell readers”.")
        self._notice_others()
        return cleaned

    def _notice_others(self):
        if not (self.saving and self.instance.pk and "version" in self.data):
            return
        # The row is held until this save is done, so that of two at once the second is told.
        current = type(self.instance)._default_manager.select_for_update(of=("self",))
        current = current.filter(pk=self.instance.pk).first()
        if current and current.changed_at.isoformat() != self.data["version"]:
            self.others_text = current
            self.add_error(None, forms.ValidationError(STALE, code="stale"))


class WithdrawForm(forms.Form):
    """Why something is withdrawn, in public, and what to read instead."""

    because = forms.CharField(
        label="Why it is withdrawn", max_length=300, help_text="One sentence. Readers see it at the top."
    )
    replaced_by = forms.RegexField(
        r"^(/(?!/)|https?://)",
        label="What replaces it",
        required=False,
        max_length=300,
        error_messages={"invalid": "Write an address: /insight/a-newer-piece/ or https://…"},
        help_text="An address, if there is one: /insight/a-newer-piece/",
    )
