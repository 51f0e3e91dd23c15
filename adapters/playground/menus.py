"""Menus and forms on the playground: what a browser would refuse is refused here too."""

from collections.abc import Mapping

from bot.ports.messages import FieldKind, Form, FormField, Menu
from bot.text.message import TN, T, Text


def check_picks(menu: Menu, keys: tuple[str, ...]) -> Text | None:
    """Return why these keys cannot be chosen, or None when they can."""
    known = {choice.key for choice in menu.choices}
    if not known.issuperset(keys):
        return T("That choice is no longer here.")
    if menu.gather is None and len(keys) != 1:
        return T("Please choose one.")
    if menu.gather is not None and len(keys) < menu.least:
        return TN("Please choose at least {count}.", "Please choose at least {count}.", menu.least)
    return None


def form_answers(form: Form, answers: Mapping[str, str]) -> tuple[dict[str, str], Text | None]:
    """Return all options that a form yields, and what is wrong with them, if anything is."""
    options = {field.option: answers.get(field.option, field.held or field.value) for field in form.fields}
    for field in form.fields:
        problem = _problem(field, options[field.option])
        if problem is not None:
            return options, problem
    return options, None


def _problem(field: FormField, value: str) -> Text | None:
    if field.required and not value.strip():
        return T("{field} is still empty.", field=field.label)
    if field.kind in {FieldKind.LINE, FieldKind.PARAGRAPH}:
        if len(value) > field.longest:
            return TN(
                "{field}: at most {count} character, please.",
                "{field}: at most {count} characters, please.",
                field.longest,
                field=field.label,
            )
        return None
    picked = [value] if field.kind is FieldKind.CHOICE else value.split(",")
    if not {choice.value for choice in field.choices}.issuperset(filter(None, picked)):
        return T("{field}: please choose from the list.", field=field.label)
    return None
