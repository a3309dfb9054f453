"""What comes with a step of approval."""

from django import forms


class StepForm(forms.Form):
    """What may come with a step of approval."""

    seen_hash = forms.CharField(required=False, max_length=64)
    reason = forms.CharField(required=False, max_length=1000)
    put_back = forms.BooleanField(required=False)
    effective_from = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )
