"""Each promise of the check, broken once in a copy of the shipped unit, is told by the check with its place."""

from __future__ import annotations

import shutil

import pytest

from tests.formats.packs import change
from tutorapp import assets
from tutorapp.services.checking import CheckResult, check

PACK = "packs/ocr-y219-stalin"

# What the page promises: (file, what stands there, what is put in its place, item told, part of what is said).
BROKEN = {
    "a syllabus point that nothing covers": (
        "coverage.json",
        '"must_cover": [\n',
        '"must_cover": [\n  "C99",\n',
        "coverage",
        "nothing covers C99",
    ),
    "a claim without its care note": (
        "notes/10-questions-answers.md",
        "[[care:K25]]\n",
        "",
        "S7.body",
        "without the care note K25",
    ),
    "a link in a text": (
        "notes/00-overview.md",
        "[[term:cheka|",
        "[[term:chekka|",
        "S0.body",
        "there is no term “chekka”",
    ),
    "a link in a list": (
        "questions/definitions.json",
        '"E017"',
        '"E917"',
        "def-general-secretary.events",
        "there is no event “E917”",
    ),
    "a date that cannot be read": ("events.json", '"1934-12-01"', '"1934-13-01"', "E114.when", ""),
    "a date in the notes against its event": (
        "notes/03-permanent-revolution.md",
        "[[event:E007|March 1919]]",
        "[[event:E007|March 1918]]",
        "S2a.body",
        "another date",
    ),
    "a day in a term against the timeline": (
        "terms.json",
        "15 November 1923 to 10 July 1934",
        "15 November 1923 to 11 July 1934",
        "ogpu.short",
        "no event of the unit has the date 11 July 1934",
    ),
    "a month in an explanation against the timeline": (
        "questions/ordering.json",
        "The pause of March 1930",
        "The pause of May 1930",
        "ord-economy.explanation",
        "May 1930",
    ),
    "a date question against its event": (
        "questions/dates.json",
        '"when": "1924-01-21"',
        '"when": "1924-01-22"',
        "dat-lenin-dies.date.when",
        "another date",
    ),
    "marks that do not add up": (
        "questions/source.json",
        '"marks": 6',
        '"marks": 7',
        "Q2.marks",
        "its points give 6 at most",
    ),
    "a level with a gap": ("questions/compare.json", '"low": 5', '"low": 6', "cmp-machine-sioc.levels", "gap"),
    "a level with an overlap": (
        "questions/essay.json",
        '"low": 13',
        '"low": 12',
        "ess-party-machine.levels",
        "overlap",
    ),
    "a sample outside its level": (
        "questions/essay.json",
        '"marks": 19',
        '"marks": 12',
        "ess-terror-consolidation.samples",
        "do not lie in level",
    ),
    "a question that answers itself": (
        "questions/multiple_choice.json",
        "When did the NKVD take over the OGPU?",
        "When, if not in July 1934, did the NKVD take over the OGPU?",
        "mcq-nkvd-date.choices",
        "already stands in the question",
    ),
    "two right answers": (
        "questions/multiple_choice.json",
        '"text": "Nearly three years",',
        '"text": "Nearly three years", "correct": true,',
        "mcq-general-secretary-year.choices",
        "one right option",
    ),
    "a gap that takes the other's answer": (
        "questions/gap_fill.json",
        '"Kamenyev"',
        '"Zinoviev"',
        "gap-alliances.gaps",
        "given twice",
    ),
    "a sentence too long": (
        "notes/02-dispute.md",
        "Russia was poor, mostly peasant and alone.",
        "Russia was poor " + "and poor " * 25 + "and alone.",
        "S2.body",
        "a sentence of 5",
    ),
    "a text too hard": (
        "notes/11-answering.md",
        "Forty minutes. Spend five on the plan.",
        "Unquestionably, institutional considerations necessitate extraordinarily sophisticated argumentation. " * 12,
        "S8.body",
        "reads like a text for",
    ),
    "a misspelling in a note": (
        "notes/09-role-of-purges.md",
        "it lost experience",
        "it lost experiance",
        "S6.body",
        "“experience” is",
    ),
    "a misspelling in a sample answer": (
        "questions/essay.json",
        "machines do not choose their own drivers",
        "machines do not chooose their own drivers",
        "ess-party-machine.samples",
        "“choose” is",
    ),
    "a name spelt in another way": (
        "terms.json",
        "Ryutin was jailed",
        "Riutin was jailed",
        "ryutin-affair.long",
        "“Ryutin” is",
    ),
    "an American form": (
        "events.json",
        "with forced labour",
        "with forced labor",
        "E094.summary",
        "“labour”",
    ),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    """One copy with every fault at once: each stands in another item, so none hides another."""
    copy = tmp_path_factory.mktemp("unit") / "unit"
    shutil.copytree(assets.path(PACK), copy)
    for file, old, new, _where, _said in BROKEN.values():
        change(copy, file, old, new)
    return check(copy, assets.british_words())


@pytest.mark.parametrize("promise", BROKEN)
def test_a_broken_promise_is_told(broken: CheckResult, promise: str):
    file, _old, _new, where, said = BROKEN[promise]
    at = "pack.json" if where == "coverage" else file
    told = [p for p in broken.problems if p.file == at and p.field.startswith(where) and said in p.message]
    assert told, "\n".join(str(p) for p in broken.problems if p.file == at)
    assert where == "coverage" or all(problem.line for problem in told)


def test_nothing_else_is_told(broken: CheckResult):
    """Each fault is told for itself: the rest of the copy is as sound as the unit."""
    wheres = [where for _f, _o, _n, where, _s in BROKEN.values()]
    assert [str(p) for p in broken.problems if not any(p.field.startswith(where) for where in wheres)] == []


def test_the_table_counts_what_is_broken(broken: CheckResult):
    short = {row.label for row in broken.rows if row.have < row.want}
    assert short == {row.label for row in broken.rows} - {"Events of importance 4 and 5 named in the notes"}
