"""What the profile looks like: its card, its two forms and the grid of times."""

from bot.domain.availability import ANY_TIME, key, keys_of, label, slots
from bot.domain.community import SpotNote
from bot.domain.member import HELLO_LONGEST, ROLE_LONGEST, Reach
from bot.ports.messages import Action, Choice, Fact, FieldChoice, FieldKind, Form, FormField, Menu, Message
from bot.services.members.profile import ANY_SIZE, ANYWHERE, PAIRS, Profile
from bot.text.catalogue import tongue_of
from bot.text.message import TN, T, Text, Verbatim, listed
from bot.text.render import language_name

_AREAS_SHOWN = 24
_TIMES_SHOWN = 6
_PROFILE = "meet profile"


def card(profile: Profile, language: str, *, saved: bool = False) -> Message:
    """Show a member their own profile, with the two forms behind it."""
    me = profile.member
    spoken = sorted(language_name(code, language) for code in me.languages)
    wishes = [note.label for note in sorted(me.wishes)]
    facts = (
        Fact(
            label=T("Area"),
            value=T("{area}", area=profile.area.name) if profile.area else T("No particular area"),
        ),
        Fact(label=T("How far"), value=me.reach.label),
        Fact(label=T("Times"), value=times_words(me.times)),
        Fact(
            label=T("Languages"), value=T("{languages}", languages=listed(*spoken)) if spoken else _NOT_SAID
        ),
        Fact(
            label=T("Interests"),
            value=T("{interests}", interests=listed(*map(Verbatim, me.interests)))
            if me.interests
            else _NOT_SAID,
        ),
        Fact(label=T("Group size"), value=T("Pairs only") if me.pairs_only else T("Any size")),
        Fact(
            label=T("Places"),
            value=T("{wishes}", wishes=listed(*wishes)) if wishes else T("Any public place"),
        ),
        Fact(label=T("What you do here"), value=T("{role}", role=me.role) if me.role else _NOT_SAID),
        Fact(label=T("Hello"), value=T("{hello}", hello=me.hello) if me.hello else _NOT_SAID),
    )
    return Message(
        title=T("Saved. This is your profile") if saved else T("Your profile"),
        facts=facts,
        footer=T("Only the people you are matched with see your hello, and the interests you share."),
        menu=Menu(
            choices=(
                Choice(key="basics", label=T("Edit the basics"), action=_open("basics")),
                Choice(key="wishes", label=T("Edit wishes"), action=_open("wishes")),
            )
        ),
    )


def _open(form: str) -> Action:
    return Action(command=_PROFILE, options={"edit": form})


def times_words(mask: int) -> Text:
    """Say a mask of times in a few words."""
    chosen = [label(day, part) for day, part in slots(mask)]
    if mask == ANY_TIME:
        return T("Any time")
    if len(chosen) <= _TIMES_SHOWN:
        return T("{times}", times=listed(*chosen))
    return TN("{count} time in the week", "{count} times in the week", len(chosen))


def times_menu(mask: int) -> Menu:
    """Offer the 21 times of the week, the member's own already picked."""
    mine = set(keys_of(mask))
    return Menu(
        choices=tuple(
            Choice(
                key=name,
                label=label(day, part),
                action=Action(command="meet times", options={"times": name}),
                chosen=name in mine,
            )
            for day, part in slots(ANY_TIME)
            for name in (key(day, part),)
        ),
        prompt=T("When could you usually meet? Choose every time that can work."),
        gather="times",
        submit=Action(command="meet times"),
        least=1,
    )


def basics_form(profile: Profile, language: str, welcome_to: str = "") -> Form:
    """Ask for area, reach, times, languages and hello; after joining, with the way on to the welcome."""
    me = profile.member
    spoken = ", ".join(sorted(language_name(code, language) for code in me.languages))
    if welcome_to and not spoken:
        spoken = language_name(tongue_of(language), language)
    fields = (
        *_area_field(profile),
        FormField(
            option="reach",
            label=T("How far are you happy to go?"),
            kind=FieldKind.CHOICE,
            choices=tuple(FieldChoice(value=reach.value, label=reach.label) for reach in Reach),
            value=me.reach.value,
        ),
        FormField(
            option="times",
            label=T("When could you usually meet?"),
            kind=FieldKind.CHOICES,
            hint=T("Choose every time that can work"),
            choices=tuple(FieldChoice(value=key(d, p), label=label(d, p)) for d, p in slots(ANY_TIME)),
            value="" if welcome_to and me.times == ANY_TIME else ",".join(keys_of(me.times)),
        ),
        FormField(
            option="languages",
            label=T("Languages you like to talk in"),
            hint=T("English, Dutch"),
            required=False,
            value=spoken,
        ),
        FormField(
            option="hello",
            label=T("A short hello, if you like"),
            hint=T("I like long talks and fresh bread."),
            required=False,
            longest=HELLO_LONGEST,
            value=me.hello,
        ),
    )
    options = {"welcome-to": welcome_to} if welcome_to else {}
    title = T("You're in! A few short questions") if welcome_to else T("The basics")
    return Form(title=title, fields=fields, action=Action(command=_PROFILE, options=options))


def _area_field(profile: Profile) -> tuple[FormField, ...]:
    """Ask for the area where the community has a list; a long list is typed."""
    if not profile.areas:
        return ()
    own, question = profile.area, T("Which area suits you?")
    if len(profile.areas) > _AREAS_SHOWN:
        value = own.name if own else ""
        return (FormField(option="area", label=question, required=False, value=value),)
    choices = (
        *(FieldChoice(value=area.id, label=T("{area}", area=area.name)) for area in profile.areas),
        FieldChoice(value=ANYWHERE, label=T("No particular area")),
    )
    value = own.id if own else ANYWHERE
    return (FormField(option="area", label=question, kind=FieldKind.CHOICE, choices=choices, value=value),)


def wishes_form(profile: Profile) -> Form:
    """Ask for interests, group size, what a place is to be like, and what the member does here."""
    me = profile.member
    return Form(
        title=T("Wishes"),
        fields=(
            FormField(
                option="interests",
                label=T("Three things to talk about"),
                hint=T("bread, trains, birds"),
                required=False,
                value=", ".join(me.interests),
            ),
            FormField(
                option="size",
                label=T("Group size"),
                kind=FieldKind.CHOICE,
                choices=(
                    FieldChoice(value=ANY_SIZE, label=T("Any size")),
                    FieldChoice(value=PAIRS, label=T("Pairs only")),
                ),
                value=PAIRS if me.pairs_only else ANY_SIZE,
            ),
            FormField(
                option="wishes",
                label=T("What do you like a place to be?"),
                kind=FieldKind.CHOICES,
                choices=tuple(FieldChoice(value=note.value, label=note.label) for note in SpotNote),
                required=False,
                value=",".join(sorted(me.wishes)),
            ),
            FormField(
                option="role",
                label=T("What you do, in a word or two"),
                hint=T("gardener"),
                required=False,
                longest=ROLE_LONGEST,
                value=me.role,
            ),
        ),
        action=Action(command=_PROFILE),
    )


_NOT_SAID = T("Not said")
