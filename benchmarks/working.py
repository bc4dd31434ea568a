"""What screening and composing cost, against one pass over the catalog's setups and their demands; all warm."""

from collections.abc import Callable

from benchmarks.measuring import interleaved, show
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.exporting import export
from thoracic_lib.model.routine import Request
from thoracic_lib.profiles import profile
from thoracic_lib.screening import screen


def main() -> None:
    """Screen the whole catalog, compose routines, and show one."""
    known = catalog()
    person = profile(
        equipment=["foam roller", "chair"], conditions=["T12 compression"], cleared=["vertebral_compression_fracture"]
    )
    routine = compose(Request(minutes=15, profile=person))
    calls: dict[str, Callable[[], object]] = {
        "one pass over all demands": lambda: [d for e in known.exercises for s in e.setups for d in s.demands],
        "screen, with every reason": lambda: screen(known, person),
        "compose 5 minutes": lambda: compose(Request(minutes=5, profile=person)),
        "compose 15 minutes": lambda: compose(Request(minutes=15, profile=person)),
        "compose 45 minutes": lambda: compose(Request(minutes=45, profile=person)),
        "a routine as text": lambda: export(routine, "text"),
        "a routine as JSON": lambda: export(routine, "json"),
    }
    for call in calls.values():
        call()
    show("Working", "one pass over all demands", interleaved(calls, 31), "ms")
