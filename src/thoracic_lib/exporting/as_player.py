"""A stand-alone HTML page that plays a routine: one file, nothing fetched, and a policy that lets nothing else in.

What a routine says stands in it as JSON, and the script puts it on the page as text only. Pictures are drawn by this
library alone. It loses what `thoracic_lib.exporting.playbook` loses.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.exporting.embedding import embedded
from thoracic_lib.exporting.playbook import playbook
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.player import script, style

__all__ = ["embedded", "policy", "render"]

_PAGE = "html{color-scheme:light dark}body{margin:0}"
_START = """
const held = JSON.parse(document.getElementById("playbook").textContent);
mount(document.getElementById("player"), held, { keys: document, whole: true });
"""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def render(value: object, catalog: Catalog | None = None) -> str:
    """A routine as one HTML document that plays it; the pain rule is that of the catalog.

    `FormatError` for anything but a routine.
    """
    held = playbook(value, bundled() if catalog is None else catalog)
    look, code = f"{_PAGE}\n{style()}", f"{script()}{_START}"
    drawn = {found for picture in held["pictures"].values() for found in _STYLE.findall(picture["svg"])}
    steps = "".join(f"<li>{escape(step['name'])}: {escape(step['dose'])}</li>" for step in held["steps"])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy([code], [look, *sorted(drawn)])}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(held['title'])}, {clock(held['seconds'])} min</title>\n"
        f"<style>{look}</style>\n</head>\n<body>\n"
        '<main id="player" class="tl-player"><noscript><p>This page plays the routine with JavaScript, '
        f"which is switched off here.</p><p>{escape(held['education'])}</p><ol>{steps}</ol></noscript></main>\n"
        f'<script type="application/json" id="playbook">{embedded(held)}</script>\n'
        f'<script type="module">{code}</script>\n</body>\n</html>'
    )


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The content-security policy under which exactly these scripts and styles run, and nothing is fetched.

    >>> policy(["1"], ["b{}"])
    "default-src 'none'; script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='; style-src ..."
    """
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'" for text in texts)
