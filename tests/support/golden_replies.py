"""The commands whose answers are shown word for word, and who calls them."""

from tests.support.pack_files import a_file, a_table

CODE = "KXQWMTRG"
PACK = a_file(
    a_table("tree", title='"A {tree} & more"'), a_table("bench"), a_table("seeds", effort="7", colour='"red"')
)
# name -> who, organiser, command, options
REPLIES = {
    "help": ("Ada", False, "kith help", {}),
    "help-organiser": ("Dia", True, "kith help", {}),
    "help-one": ("Ada", False, "kith help", {"command": "meet pause"}),
    "about": ("Ada", False, "kith about", {}),
    "support": ("Ada", False, "kith support", {}),
    "worried": ("Ben", False, "kith worried", {}),
    "moderator-wished-for": ("Chi", False, "kith moderator", {}),
    "phrases": ("Dia", True, "organise phrases list", {}),
    "phrase-added": ("Dia", True, "organise phrases add", {"phrase": "the black dog is back"}),
    "phrase-removed": ("Dia", True, "organise phrases remove", {"phrase": "end it all"}),
    "consent": ("Dia", False, "meet join", {}),
    "joined": ("Ada", False, "meet join", {}),
    "profile": ("Ada", False, "meet profile", {}),
    "profile-form": ("Ada", False, "meet profile", {"edit": "basics"}),
    "wishes-form": ("Ada", False, "meet profile", {"edit": "wishes"}),
    "times": ("Ada", False, "meet times", {}),
    "status": ("Ada", False, "meet status", {}),
    "circle-part": ("Ada", False, "meet circle", {"host": "yes"}),
    "pause": ("Ada", False, "meet pause", {}),
    "preview": ("Dia", True, "organise preview", {}),
    "paused": ("Chi", False, "meet pause", {"until": "2 weeks"}),
    "setup": ("Dia", True, "organise setup", {}),
    "not-a-member": ("Dia", False, "meet status", {}),
    "refused": ("Ada", False, "organise setup", {}),
    "link-refused": ("Ben", False, "my link", {"code": CODE}),
    "no-group": ("Ada", False, "meet cancel", {}),
    "circle": (
        "Dia",
        True,
        "organise circle edit",
        {"size": "3", "mix": "areas, roles, newcomers", "new_faces": "1", "pods": "on"},
    ),
    "avoid": ("Ben", False, "meet avoid", {"who": "Dia"}),
    "avoid-whom": ("Ben", False, "meet avoid", {}),
    "avoid-oneself": ("Ben", False, "meet avoid", {"who": "Ben"}),
    "unavoid": ("Ben", False, "meet unavoid", {"who": "Dia"}),
    "unavoid-again": ("Ben", False, "meet unavoid", {"who": "Dia"}),
    "avoiding-nobody": ("Ben", False, "meet avoiding", {}),
    "weather-form": ("Dia", True, "organise weather", {"edit": "yes"}),
    "my-privacy": ("Chi", False, "my privacy", {}),
    "suggestion-form": ("Ada", False, "challenge suggest", {"title": "A green bench"}),
    "library-dry-run": ("Dia", True, "organise library import", {"file": PACK}),
    "my-data": ("Chi", False, "my data", {}),
    "language": ("Chi", False, "my language", {}),
    "language-around": ("Chi", False, "my language", {"language": "auto"}),
}
