"""Prints how well the marker agrees with our own marked answers, on the parts used in tuning and kept aside."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutorapp import assets
from tutorapp.domain.content import MarkPoint, OneSidedCap, PointGroup, Question
from tutorapp.marking.marker import Marker, Suggestion
from tutorapp.marking.scheme import total
from tutorapp.marking.synonyms import SynonymPack

ANSWERS = ROOT / "tests" / "marking" / "answers"
WORTHLESS = frozenset({"term_list", "copied_question", "off_topic", "other_language", "instruction", "empty"})


@dataclass(frozen=True)
class Marked:
    """One answer with the points a strict examiner awards. ``part``: own, unit or other."""

    id: str
    part: str
    kind: str
    question: Question
    awarded: frozenset[str]
    text: str


def load(path: Path) -> list[Marked]:
    """The marked answers of one file; its form is described in docs/mark-points.md."""
    out: list[Marked] = []
    blocks = path.read_text(encoding="utf-8").split("\n== ")[1:]
    for block in blocks:
        head, *answers = block.split("\n-- ")
        part, question = _question(head)
        for answer in answers:
            first, _, body = answer.partition("\n")
            key, kind, awarded = [value.strip() for value in first.split("|")]
            out.append(Marked(key, part, kind, question, frozenset(awarded.split()), body.strip("\n")))
    return out


def _question(head: str) -> tuple[str, Question]:
    first, *lines = head.splitlines()
    key, part, *rest = [value.strip() for value in first.split("|")]
    options = {value.split()[0]: value.partition(" ")[2] for value in rest}
    groups = tuple(
        PointGroup(id=g, max=int(n)) for g, _, n in (s.partition(":") for s in options.get("groups", "").split())
    )
    sides, _, limit = options.get("cap", "").partition(":")
    points = []
    text = ""
    for line in lines:
        if line.startswith("Q: "):
            text = line[3:]
        elif line.strip():
            point, _, rest_text = line.partition(" [")
            group, _, words = rest_text.partition("] ")
            points.append(MarkPoint(id=point, group=group, text=words))
    return part, Question(
        id=key,
        text=text,
        marks=int(options["marks"]),
        groups=groups,
        best_groups=int(options["best"]) if "best" in options else None,
        one_sided_cap=OneSidedCap(groups=tuple(sides.split(",")), cap=int(limit)) if sides else None,
        points=tuple(points),
    )


def kappa(pairs: Sequence[tuple[int, int]], top: int) -> float:
    """Quadratic weighted kappa of (person, marker) totals on the scale 0..top; 1.0 when both never vary and agree."""
    if not pairs or top == 0:
        return 1.0
    people = [p for p, _ in pairs]
    marker = [m for _, m in pairs]
    seen = sum((p - m) ** 2 for p, m in pairs) / len(pairs)
    chance = sum((p - m) ** 2 for p in people for m in marker) / (len(pairs) ** 2)
    return 1.0 if chance == 0 else 1.0 - seen / chance


def measure(rows: Iterable[tuple[Marked, Suggestion, float]]) -> dict[str, float]:
    """The measures of the design's table over ``rows``."""
    rows = list(rows)
    right = wrong = awarded = good = para_right = para_all = worthless = worthless_marked = 0
    pairs = []
    unsure = unsure_right = 0
    for answer, suggestion, _ in rows:
        true_total = total(answer.question, answer.awarded).total
        pairs.append((true_total, suggestion.total))
        for key, point in suggestion.points.items():
            given = point.verdict == "awarded"
            same = given == (key in answer.awarded)
            right += same
            wrong += not same
            awarded += given
            good += given and key in answer.awarded
            unsure += point.verdict == "unsure"
            unsure_right += point.verdict == "unsure" and key in answer.awarded
            if answer.kind == "paraphrase":
                para_right += same
                para_all += 1
        if answer.kind in WORTHLESS and not answer.awarded:
            worthless += 1
            worthless_marked += suggestion.total > 0
    times = sorted(ms for _, _, ms in rows)
    return {
        "answers": len(rows),
        "QWK": kappa(pairs, max((a.question.marks for a, _, _ in rows), default=0)),
        "accuracy per point": right / max(right + wrong, 1),
        "precision of awards": good / max(awarded, 1),
        "paraphrase accuracy": para_right / max(para_all, 1),
        "worthless with a mark": worthless_marked / max(worthless, 1),
        "unsure share": unsure / max(right + wrong, 1),
        "unsure that earn": unsure_right / max(unsure, 1),
        "median ms": statistics.median(times) if times else 0.0,
        "p95 ms": times[int(len(times) * 0.95)] if times else 0.0,
    }


def mark_all(marker: Marker, answers: Sequence[Marked]) -> list[tuple[Marked, Suggestion, float]]:
    """Every answer marked, with milliseconds of this process (the question read beforehand)."""
    out = []
    for answer in answers:
        marker.prepare(answer.question)
        start = time.process_time()
        suggestion = marker.mark(answer.question, answer.text)
        out.append((answer, suggestion, (time.process_time() - start) * 1000))
    return out


def load_pack() -> SynonymPack:
    """The shipped pack, read from resources/synonyms."""
    folder = assets.path("synonyms")
    return SynonymPack.parse({path.name: assets.text(f"synonyms/{path.name}") for path in sorted(folder.glob("*.txt"))})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list the disagreements of the tuning part one by one")
    options = parser.parse_args()
    start = time.process_time()
    pack = load_pack()
    print(f"loading the pack: {(time.process_time() - start) * 1000:.0f} ms; problems: {len(pack.problems)}")
    for problem in pack.problems:
        print(f"  {problem.file}:{problem.line}: {problem.words}")
    marker = Marker(pack)
    for name in ("tuning", "validation", "kept_aside"):
        rows = mark_all(marker, [row for path in sorted(ANSWERS.glob(f"{name}*.txt")) for row in load(path)])
        _print_measures(name, rows)
        _print_kinds(rows)
        if options.show and name == "tuning":
            _print_differences(rows)
    return 0


def _print_measures(name: str, rows: list[tuple[Marked, Suggestion, float]]) -> None:
    parts = {
        "all": rows,
        "own": [r for r in rows if r[0].part == "own"],
        "unseen": [r for r in rows if r[0].part != "own"],
    }
    table = {part: measure(items) for part, items in parts.items()}
    print(f"\n{name}: {len(rows)} answers to {len({r[0].question.id for r in rows})} questions")
    print(f"  {'':24}" + "".join(f"{part:>9}" for part in table))
    for key in table["all"]:
        form = "9.0f" if key == "answers" else "9.3f"
        print(f"  {key:24}" + "".join(f"{values[key]:{form}}" for values in table.values()))


def _print_kinds(rows: list[tuple[Marked, Suggestion, float]]) -> None:
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for answer, suggestion, _ in rows:
        for key, point in suggestion.points.items():
            column = ("awarded", "unsure", "not_found").index(point.verdict)
            counts[answer.kind][column + (0 if key in answer.awarded else 3)] += 1
    titles = ("awarded", "unsure", "missed", "awarded", "unsure", "none")
    print(f"  {'':18}{'earned:':>9}{'not earned:':>29}")
    print(f"  {'points by kind':18}" + "".join(f"{title:>9}" for title in titles))
    for kind in sorted(counts):
        print(f"  {kind:18}" + "".join(f"{count:>9}" for count in counts[kind]))


def _print_differences(rows: list[tuple[Marked, Suggestion, float]]) -> None:
    for answer, suggestion, _ in rows:
        for point in answer.question.points:
            found = suggestion.points[point.id]
            given = found.verdict == "awarded"
            if given != (point.id in answer.awarded):
                print(f"{'+' if given else '-'} {answer.id} {answer.kind} {point.id} “{point.text}” {found.score}")
                print(f"    {answer.text[:230]!r} | {found.evidence!r} | {found.why}")


if __name__ == "__main__":
    raise SystemExit(main())
