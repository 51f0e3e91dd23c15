"""Messages as data."""

from dataclasses import FrozenInstanceError

import pytest

from bot.text.message import TN, Sequence, T, Verbatim, listed


def test_a_message_holds_its_template_and_its_values():
    said = T("Hello {who}", who="Ada")
    assert (said.template, said.values) == ("Hello {who}", {"who": "Ada"})
    assert (said.plural, said.count) == (None, None)


def test_equal_words_make_equal_messages():
    assert T("Hello {who}", who="Ada") == T("Hello {who}", who="Ada") != T("Hello {who}", who="Bo")


def test_a_message_is_never_changed():
    with pytest.raises(FrozenInstanceError):
        T("Hello").template = "Goodbye"


def test_any_name_may_be_a_placeholder():
    """The parameters of `T` and `TN` can't be taken for values."""
    assert T("{template}", template="x").values == {"template": "x"}
    assert TN("{one}", "{many} {count}", 2, one=1, many=3).values == {"one": 1, "many": 3, "count": 2}


def test_the_count_fills_its_placeholder_unless_another_value_does():
    assert TN("{count} day", "{count} days", 3).values == {"count": 3}
    assert TN("{count} day", "{count} days", 3, count="three").values == {"count": "three"}


def test_a_list_holds_its_values():
    assert listed() == Sequence(())
    assert listed("a", Verbatim("b")) == Sequence(("a", Verbatim("b")))
