"""How the times and the log of a sitting are said, on the screen and on paper."""

from __future__ import annotations

from tutorapp.domain import exam_log
from tutorapp.domain.work import AttemptRecord
from tutorapp.ui.practice import words


def time_lines(record: AttemptRecord, tr: words.Translate) -> list[tuple[str, str]]:
    """Name and value: conditions, base, extra and allowed time, time used, over time, pauses, absences."""
    times, found = exam_log.times(record), exam_log.lines(record.log)

    def say(seconds: float) -> str:
        return words.minutes(seconds, tr)

    conditions = exam_log.in_exam_conditions(record.log)
    closed, open_ = tr("notes, search and timeline were closed"), tr("no; notes were open to the candidate")
    rows = [(tr("Exam conditions"), closed if conditions else open_)]
    if times.base:
        rows.append((tr("Time of the question"), say(times.base)))
        rows.append((tr("Extra time"), tr("{0} % = {1}").format(times.percent, say(times.extra))))
        rows.append((tr("Time allowed"), say(times.allowed)))
    else:
        rows.append((tr("Time allowed"), tr("no limit")))
    rows.append((tr("Time used, pauses left out"), say(times.used)))
    if times.over >= 1:
        rows.append((tr("Used beyond the time allowed"), say(times.over)))
    rows.append((tr("Rest breaks"), _counted(*exam_log.total(found, "break"), tr)))
    rows.append((tr("Left the window"), _counted(*exam_log.total(found, "left"), tr)))
    if out := exam_log.total(found, "left_full")[0]:
        rows.append((tr("Out of full screen"), _counted(out, exam_log.total(found, "left_full")[1], tr)))
    return rows


def log_lines(record: AttemptRecord, tr: words.Translate) -> list[tuple[str, str, str]]:
    """Time of day, what happened and how long it was, in order."""
    return [
        (line.at.astimezone().strftime("%H:%M:%S"), what(line, tr), how_long(line, tr))
        for line in exam_log.lines(record.log)
    ]


def what(line: exam_log.Line, tr: words.Translate) -> str:
    """The happening in words."""
    match line.kind:
        case "break":
            return tr("Rest break: clock stopped, question and answer hidden")
        case "left":
            minimised = line.detail.startswith("minimised")
            text = tr("The window was minimised") if minimised else tr("Another window was in front")
            return text + (tr(", in a rest break") if line.detail.endswith("break") else "")
        case "left_full":
            return tr("Full screen was left") + (tr(", in a rest break") if line.detail == "break" else "")
        case "suspended":
            counted = tr("counted") if line.detail == "charged" else tr("not counted")
            return tr("The computer was asleep ({0})").format(counted)
        case "gap":
            counted = tr("counted") if line.detail.startswith("charged") else tr("not counted")
            return tr("TutorApp was closed ({0})").format(counted)
        case "clock_jump":
            return tr("The computer's clock was set; the time left stayed as it was")
        case "prompted":
            return tr("Reminder to go on")
        case _:
            return {
                "question": tr("The question was read aloud"),
                "sources": tr("The sources were read aloud"),
                "answer": tr("The candidate's own answer was read aloud"),
            }.get(line.detail, tr("Read aloud"))


def how_long(line: exam_log.Line, tr: words.Translate) -> str:
    """Its length; for a clock that was set, by how much; empty where it has none."""
    if line.kind in ("prompted", "read_aloud"):
        return ""
    if line.seconds is None:
        return tr("end not recorded")
    sign = ("+" if line.seconds > 0 else "−") if line.kind == "clock_jump" else ""
    return sign + words.minutes(abs(line.seconds), tr)


def _counted(count: int, seconds: float, tr: words.Translate) -> str:
    if not count:
        return tr("none")
    return tr("{0}, together {1}").format(count, words.minutes(seconds, tr))
