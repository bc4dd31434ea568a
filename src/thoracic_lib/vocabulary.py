"""The closed vocabularies of the library, in the field's own terms.

Every member is a string, so that data files, JSON and code spell a term alike. What may grow
(conditions, demands, equipment, targets) is data in the catalog, not an enum here.
"""

from enum import StrEnum

__all__ = [
    "ChangeKind",
    "CitedAs",
    "DemandFamily",
    "Felt",
    "Grade",
    "GuidanceKind",
    "Laterality",
    "LimitKind",
    "Movement",
    "OmissionCode",
    "Phase",
    "Position",
    "PropKind",
    "QuestionKind",
    "RedFlagLevel",
    "RelationKind",
    "ShownIn",
    "Side",
    "StepsFrom",
    "StopReason",
    "Strength",
    "TargetKind",
    "Use",
    "Verdict",
    "View",
    "Worked",
]


class Coded(StrEnum):
    """A vocabulary whose members apps tell apart by a code, which never changes."""

    @property
    def code(self) -> str:
        """The permanent code of this member, in kebab-case.

        >>> RedFlagLevel.SESSION_STOP.code
        'session-stop'
        """
        return self.value.replace("_", "-")


class Phase(StrEnum):
    """The part of a session an exercise belongs to, in the order in which parts are done."""

    RELEASE = "release"
    STRETCH = "stretch"
    MOBILIZE = "mobilize"
    STRENGTHEN = "strengthen"
    POSTURE = "posture"
    ASSESS = "assess"

    @property
    def rank(self) -> int:
        """Place in the session, from 0.

        >>> Phase.RELEASE.rank < Phase.STRETCH.rank < Phase.ASSESS.rank
        True
        """
        return _PHASE_RANK[self]


_PHASE_RANK = {phase: rank for rank, phase in enumerate(Phase)}


class Verdict(Coded):
    """What screening says of a setup; each one is stricter than the one before."""

    KEEP = "keep"
    CAUTION = "caution"
    MODIFY = "modify"
    EXCLUDE = "exclude"

    @property
    def rank(self) -> int:
        """Strictness, from 0 (keep) to 3 (exclude).

        >>> max([Verdict.CAUTION, Verdict.MODIFY], key=lambda verdict: verdict.rank).value
        'modify'
        """
        return _VERDICT_RANK[self]


_VERDICT_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


class Movement(StrEnum):
    """A movement of the spine or of the shoulder blades."""

    EXTENSION = "extension"
    FLEXION = "flexion"
    ROTATION = "rotation"
    LATERAL_FLEXION = "lateral-flexion"
    TRANSLATION = "translation"
    POSTEROANTERIOR_GLIDE = "posteroanterior-glide"
    AXIAL_ELONGATION = "axial-elongation"
    SCAPULAR_RETRACTION = "scapular-retraction"


class Position(StrEnum):
    """The position of the body in which a setup is done."""

    SUPINE = "supine"
    PRONE = "prone"
    PRONE_SUPPORTED = "prone-supported"
    SIDE_LYING = "side-lying"
    SEATED = "seated"
    SEATED_FLOOR = "seated-floor"
    STANDING = "standing"
    KNEELING = "kneeling"
    HALF_KNEELING = "half-kneeling"
    QUADRUPED = "quadruped"


class Laterality(StrEnum):
    """How the sides of the body are counted in a dosage."""

    BILATERAL = "bilateral"
    EACH_SIDE = "each-side"
    ALTERNATING = "alternating"


class Use(StrEnum):
    """Whether the composer may pick an exercise by itself, only when it is named, or never."""

    ROUTINE = "routine"
    BY_NAME = "by-name"
    NEVER = "never"


class StepsFrom(StrEnum):
    """Where the steps of an exercise come from."""

    SOURCES = "sources"
    COMMON_KNOWLEDGE = "common-knowledge"


class RelationKind(StrEnum):
    """How one exercise relates to another."""

    PROGRESSION_OF = "progression_of"
    REGRESSION_OF = "regression_of"
    VARIATION_OF = "variation_of"
    PREPARES_FOR = "prepares_for"
    LEADS_INTO = "leads_into"
    ALTERNATIVE_TO = "alternative_to"
    RESEMBLES = "resembles"


class CitedAs(StrEnum):
    """Whether a source states a fact, it is inferred from the source, or taken over from a section."""

    STATED = "stated"
    INFERRED = "inferred"
    INHERITED = "inherited"


class Grade(StrEnum):
    """Where a rule comes from."""

    ARTICLE = "article"
    PUBLISHED = "published"
    UNSOURCED = "unsourced"


class Strength(StrEnum):
    """How well the sources carry a rule."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class LimitKind(Coded):
    """The machine-readable ways in which a modified exercise is held back."""

    MID_RANGE = "mid_range"
    MAX_REPETITIONS = "max_repetitions"
    MAX_HOLD_SECONDS = "max_hold_seconds"
    NO_LOAD = "no_load"
    SLOW = "slow"
    USE_SETUP = "use_setup"
    USE_EXERCISE = "use_exercise"
    CUE = "cue"


class QuestionKind(StrEnum):
    """How a question about a declared condition is answered."""

    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"


class RedFlagLevel(Coded):
    """What a red flag does when a person says yes to it."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    GATE = "gate"
    SOFT = "soft"
    SESSION_STOP = "session_stop"


class DemandFamily(StrEnum):
    """The part of the body, or the quality, that a demand is about."""

    SPINE = "spine"
    NECK = "neck"
    PRESSURE = "pressure"
    POSITION = "position"
    ARM = "arm"
    EFFORT = "effort"


class TargetKind(StrEnum):
    """What kind of thing an exercise targets."""

    JOINT = "joint"
    MUSCLE = "muscle"
    REGION = "region"


class GuidanceKind(StrEnum):
    """What a piece of guidance is about."""

    ORDER = "order"
    START_SMALL = "start-small"
    TIME = "time"
    HABIT = "habit"
    CONSISTENCY = "consistency"
    POSTURE = "posture"
    TECHNIQUE = "technique"
    SCOPE = "scope"
    PROGRESSION = "progression"
    SUPPORT = "support"


class ShownIn(StrEnum):
    """Where a piece of guidance is shown."""

    ROUTINE = "routine"
    PROGRAM = "program"
    PHASE = "phase"
    EXERCISE = "exercise"


class ChangeKind(Coded):
    """What becomes of an exercise, or of the sessions, from one session of a program to a later one."""

    LONGER = "longer"
    RAISED = "raised"
    HARDER = "harder"
    REPEATED = "repeated"
    LOWERED = "lowered"
    EASIER = "easier"
    REMOVED = "removed"


class OmissionCode(Coded):
    """Why an exercise is not in a routine."""

    SCREENED_OUT = "screened-out"
    NO_EQUIPMENT = "no-equipment"
    AVOIDED = "avoided"
    EXCLUDED = "excluded"
    NOT_COMPOSED = "not-composed"
    NOT_FOR_GOAL = "not-for-goal"
    NOT_IN_ROUTINE = "not-in-routine"
    TOO_HARD = "too-hard"
    SAME_FAMILY = "same-family"
    PHASE_FULL = "phase-full"
    ENOUGH_EXERCISES = "enough-exercises"
    NO_TIME = "no-time"
    DOMINATED = "dominated"
    NOT_NEEDED = "not-needed"
    WOULD_FIT = "would-fit"
    SWAPPED_OUT = "swapped-out"


class StopReason(Coded):
    """What stops a program."""

    SHARP_PAIN = "sharp-pain"
    RADIATING_PAIN = "radiating-pain"
    STRONG_PAIN = "strong-pain"
    PAIN_BEHIND_GATE = "pain-behind-gate"


class Felt(StrEnum):
    """How an exercise felt, for people who would rather give a word than a number."""

    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"


class View(StrEnum):
    """Where a figure is seen from; `side` shows its right side, so that it looks to the right of the picture."""

    SIDE = "side"
    LEFT_SIDE = "left-side"
    FRONT = "front"
    BACK = "back"
    FRONT_THREE_QUARTER = "front-three-quarter"
    BACK_THREE_QUARTER = "back-three-quarter"
    ABOVE = "above"


class Worked(StrEnum):
    """The side of the body that a figure works; `both` where the sides do the same."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Side(StrEnum):
    """A side of the body."""

    LEFT = "left"
    RIGHT = "right"


class PropKind(StrEnum):
    """The things that a figure can be drawn with."""

    ROLLER = "roller"
    TOWEL = "towel"
    BALL = "ball"
    MASSAGE_BALL = "massage-ball"
    TENNIS_BALLS = "tennis-balls"
    MASSAGE_TOOL = "massage-tool"
    WALL = "wall"
    DOORWAY = "doorway"
    CHAIR = "chair"
    STOOL = "stool"
    BOX = "box"
    STICK = "stick"
    WEIGHT = "weight"
    BAND = "band"
    MAT = "mat"
    PILLOW = "pillow"
