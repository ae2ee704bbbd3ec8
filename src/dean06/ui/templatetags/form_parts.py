"""Forms for the components: the kind of control, its classes, and the wires from error and hint to the control."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
INPUT_CLASS = "ds-input"


def field_context(field: BoundField, hide_label: bool = False) -> dict[str, Any]:
    """What components/field.html needs to draw one bound field."""
    kind = kind_of(field)
    if kind == "choices":
        # Options take their attributes from the widget, which is this form's own copy.
        field.field.widget.attrs["class"] = INPUT_CLASS
    return {"field": field, "kind": kind, "hide_label": hide_label, "ids": describing_ids(field)}


def fields_context(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form, hidden ones apart."""
    return {"visible": form.visible_fields(), "hidden": form.hidden_fields()}


def error_summary_context(*form_list: forms.BaseForm | None) -> dict[str, Any]:
    """Every error of the forms with the id of the control to jump to, empty for errors of a whole form."""
    present = [form for form in form_list if form]
    items = [(message, "") for form in present for message in form.non_field_errors()]
    for form in present:
        items += [(message, target_id(field)) for field in form for message in field.errors]
    return {"items": items}


def kind_of(field: BoundField) -> str:
    """``choices`` (a fieldset of radios or boxes), ``checkbox`` (one box beside its label) or ``input``."""
    widget = field.field.widget
    if isinstance(widget, CHOICES):
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "input"


def target_id(field: BoundField) -> str:
    """The id an error links to: the control, or the first choice of a group."""
    return f"{field.auto_id}_0" if kind_of(field) == "choices" else str(field.id_for_label)


def describing_ids(field: BoundField) -> dict[str, str]:
    """Ids of the hint and the error, under the names Django itself uses for them."""
    return {"hint": f"{field.auto_id}_helptext", "error": f"{field.auto_id}_error"}


def widget(field: BoundField) -> SafeString:
    """The control itself, in the design system's class."""
    attrs: dict[str, Any] = {}
    control = field.field.widget
    given = str(control.attrs.get("class", ""))
    attrs["class"] = f"{INPUT_CLASS} {given}".strip()
    if isinstance(control, forms.Textarea):
        # Width belongs to the layout; Django's default of 40 columns does not fit a phone.
        attrs["cols"] = None
    return field.as_widget(attrs=attrs)
