"""A template for a new exercise: every field with what goes into it, ready for `thoracic validate`."""

from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model.values import be_identifier

__all__ = ["exercise_template"]

_TEMPLATE = """# Save as exercises/{id}.toml in a folder of your own, then run: thoracic validate FOLDER
id = "{id}"
name = "{name}"
aliases = []
family = "{id}"                   # a routine takes one exercise of a family at most
phase = "mobilize"                # release, stretch, mobilize, strengthen, posture or assess
use = "routine"                   # routine, by-name or never
movements = ["extension"]
targets = ["thoracic-spine"]
summary = "Say in one sentence what it is and what for."
steps = [
    "Say how to start.",
    "Say how to move, and how to come back.",
]
steps_from = "common-knowledge"   # sources, or common-knowledge
cues = []
avoid = []
cautions = []
techniques = []
unclear = []

[[setups]]
id = "seated"
name = "Seated"
position = "seated"
equipment = []
demands = ["extension_active_unloaded"]   # what it asks of a body; screening reads only this

[[dosages]]
basis = "library default"         # or the id of a source
default = true
because = "No source gives a number."
laterality = "bilateral"          # bilateral, each-side or alternating
sets = {{ minimum = 1, maximum = 1 }}
repetitions = {{ minimum = 8, maximum = 12 }}
tempo_seconds = 4                 # one repetition there and back, without a hold
rest_seconds = 0

[[sources]]
source = "prehab-thoracic-mobility"   # the id of a source that speaks of it
speaker = "article author"
filed_as = "mobility"
filed_as_stated = false
named_only = true
notes = ["Say what the source says of it."]
unclear = []
"""


def exercise_template(exercise: str) -> str:
    """The template for an exercise of this id; `InvalidValueError` when it is none."""
    if (reason := be_identifier(exercise)) is not None:
        raise InvalidValueError("Exercise", (Fault("", "id", reason),))
    return _TEMPLATE.format(id=exercise, name=exercise.replace("-", " ").capitalize())
