"""The web page: one file that needs no network; the one door to jinja2.

Every text is escaped by the template library and made printable before. Style and script are
those of the package, byte for byte, and the page's Content-Security-Policy names their hashes:
nothing else can run or load.
"""

import base64
import hashlib
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from patchcheck.report import glossary
from patchcheck.report.clean import printable
from patchcheck.report.sections import Page
from patchcheck.report.view import Report

_GLOSSARY = (
    ("Columns and figures", glossary.COLUMNS),
    ("Verdicts", glossary.VERDICTS),
    ("Obstacles", glossary.OBSTACLES),
    ("Notes", glossary.NOTES),
    ("Grades of the dumps", glossary.GRADES),
)


def render(report: Report) -> str:
    """Lay out a report as one HTML file."""
    return filled(
        "page.html",
        page=Page(report),
        report=report,
        glossary=_GLOSSARY,
        not_told=glossary.NOT_TOLD,
    )


def filled(name: str, **values: object) -> str:
    """Fill a template of the package; style, script and policy are given to it."""
    environment = _environment()
    style, script = _asset(environment, "page.css"), _asset(environment, "page.js")
    return environment.get_template(name).render(
        **values, style=style, script=script, policy=_policy(style, script)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("patchcheck.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["chain_step"] = _chain_step
    return environment


def _clean(value: object) -> object:
    """Make text printable as it is written; markup of our own stays as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _chain_step(step: str) -> tuple[str, str]:
    """Split a step of a chain into the id and what is special of it."""
    name, _, remark = step.partition(" (")
    return name, remark.removesuffix(")").replace(") (", "; ")


def _asset(environment: Environment, name: str) -> Markup:
    """A file of the package that goes into the page as it stands; no report has a part in it."""
    loader = environment.loader
    source = loader.get_source(environment, name)[0] if loader else ""
    return Markup(source)  # noqa: S704 (text of the package alone)


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
