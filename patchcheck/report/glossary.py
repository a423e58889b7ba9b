"""What the words of a report mean, in plain English: one place for every format."""

from patchcheck.model.verdict import NoteKind, ObstacleKind, Verdict
from patchcheck.resolve.doctor import Letter

VERDICTS: dict[Verdict, str] = {
    Verdict.MISSING: "It applies to the host, and no revision of it is installed.",
    Verdict.OUTDATED: "It applies to the host, and only a lower revision is installed.",
    Verdict.CURRENT: "The newest good revision is installed. Nothing to do.",
    Verdict.NEWER: "A higher revision is installed than the cross-reference file knows.",
    Verdict.SUPERSEDED: "Its fixes are on the host through a patch that took its place.",
    Verdict.WITHDRAWN: "It was called back by its maker and is never offered.",
    Verdict.WITHDRAWN_INSTALLED: "It is installed, and was called back by its maker since.",
    Verdict.NOT_APPLICABLE: "It is for another release, or for packages that the host lacks.",
    Verdict.EXCEPTED: "It is missing, but an approved exception says not to install it for now.",
    Verdict.LAPSED: "Its exception has run out: it is to be installed again.",
    Verdict.UNKNOWN: "It is installed, but the cross-reference file does not have its number.",
    Verdict.FOREIGN: "It is installed under an id that is not a Sun patch id, e.g. an IDR.",
    Verdict.NOT_JUDGED: "The file does not say what it applies to: look it up by hand.",
}

OBSTACLES: dict[ObstacleKind, str] = {
    ObstacleKind.BASE_OBSOLETED: "An installed patch obsoletes a lower revision of this one; "
    "patchadd may refuse it. It stays in the plan.",
    ObstacleKind.REQUIRES_UNKNOWN: "It requires a patch that the file does not have.",
    ObstacleKind.REQUIRES_WITHDRAWN: "It requires a patch that was withdrawn.",
    ObstacleKind.REQUIRES_TOO_NEW: "It requires a revision higher than any in the file.",
    ObstacleKind.REQUIRES_EXCEPTED: "It requires a patch that an exception keeps out.",
    ObstacleKind.REQUIRES_LOOP: "What it requires is replaced in a circle, without an end.",
    ObstacleKind.REQUIRES_BLOCKED: "It requires a patch that is blocked itself.",
    ObstacleKind.CONFLICTS_INSTALLED: "It does not go together with a patch that is installed.",
    ObstacleKind.CONFLICTS_PLANNED: "It does not go together with a patch of the same plan.",
}

NOTES: dict[NoteKind, str] = {
    NoteKind.REQUIRES_WAIVED: "A patch that it requires does not apply to the host and is left "
    "out; patchadd may still ask for it.",
    NoteKind.REQUIRES_LOOP: "It and another patch require each other; install them together.",
    NoteKind.PACKAGE_PARTIAL: "Its package is only partially installed; patchadd refuses that.",
    NoteKind.CONDITION_UNCHECKED: "It is only for some machines, and the dumps do not tell "
    "whether this is one of them.",
}

GRADES: dict[Letter, str] = {
    Letter.A: "The dumps are whole and fit together.",
    Letter.B: "Small damage was mended without loss, or a dump that adds little is absent.",
    Letter.C: "Something is amiss that may bend single verdicts.",
    Letter.D: "A dump is absent, so that not everything can be answered.",
    Letter.F: "The dumps cannot be trusted; the host was not judged.",
}

MARKS: dict[str, str] = {
    "new": "To be installed; nothing of it is there yet.",
    "update": "To be installed over a lower revision.",
    "blocked": "To be installed, but something stands in the way; see Plan.",
    "excepted": "Kept out by an exception in force; see Exceptions.",
    "?": "The host was not judged; see Not judged.",
    "(blank)": "Nothing to do there.",
}

COLUMNS: dict[str, str] = {
    "Cohort": "Hosts with the same list of patches to install. The first host by name is the "
    "pilot: try the list there.",
    "Step": "The place in the order of installation; blocked patches have none.",
    "R, S, B": "Recommended, security, withdrawn (bad), as the file flags them. A small r or s: "
    "the patch contains an earlier revision or patch so flagged that the host lacks.",
    "Age": "Whole days from the release to the as-of date.",
    "Installed > target": "The revision now on the hosts, and the one to install.",
    "Packages matched": "The package and version on the host by which the patch applies.",
    "Requires, Conflicts": "What the cross-reference file lists for the patch, as it stands there.",
    "Remarks": "Obstacles and notes, each under its name below.",
    "Applicable": "Patch numbers that fit the host's release and packages and are neither "
    "superseded nor withdrawn.",
    "Satisfied": "Applicable ones whose fixes are on the host.",
    "Missing": "Applicable ones whose fixes are not on the host, excepted ones among them.",
    "%": "Satisfied of applicable.",
    "Security level": "All security patches released up to this day are on the host. It is the "
    "day before the release of the oldest open one.",
    "Other release": "Patches whose package is on the host, but which are for another release.",
}

DECISIONS: dict[str, str] = {
    "approve": "Install it in the window named.",
    "defer": "Not now: keep it out until the day under Expires.",
    "reject": "Do not install it; the reason says why.",
    "not applicable": "The board knows that it is not for these hosts; the reason says why.",
}

NOT_TOLD = (
    "Whether a patch needs a reboot or single-user mode, its special instructions, its size and "
    "how it is backed out are not in these inputs. Look them up in the README of each patch "
    "before the window; a column that is absent here does not mean no."
)
