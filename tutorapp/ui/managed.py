"""What a school's policy does to the window: settings it decides, actions that go away, the language of formats."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale

from tutorapp.domain.policy import Policy
from tutorapp.ui.actions import Actions

ACTIONS: dict[str, tuple[str, ...]] = {
    "print": ("notes.print", "notes.print.unit", "practice.print"),
    "pdf": ("notes.pdf", "notes.pdf.unit", "practice.pdf", "timeline.export.pdf", "timeline.export.pdf-a3"),
    "open_folder": ("file.folder", "about.log"),
    "carry_work": ("file.export", "file.import"),
    "install_packs": ("file.install",),
    "read_aloud": tuple(f"practice.read.{name}" for name in ("question", "sources", "answer", "pause", "stop")),
}
"""By name of a feature (``domain.policy.FEATURES``) the ids of actions and buttons."""


def apply(policy: Policy, actions: Actions) -> dict[str, Any]:
    """Switch off what ``policy`` does, before any action is made; returns the settings it decides."""
    actions.off = frozenset(action for feature in policy.features_off for action in ACTIONS[feature])
    if policy.language is not None:
        QLocale.setDefault(QLocale(policy.language))
    return policy.forced()
