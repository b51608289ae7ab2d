"""Writing Moodle XML: the format that keeps most of what a question holds, pictures included."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from html import escape

from tutorapp.domain.content import NumericAnswer, Question
from tutorapp.formats import details, html_text, literal, making, moodle_cloze, scheme_text, writing
from tutorapp.formats.report import Reason
from tutorapp.formats.writing import Written

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_SHARES = 10
"""Moodle's list of legal fractions holds 100/n for n from 1 to 10."""


def write(questions: tuple[Question, ...], title: str, media: Mapping[str, bytes]) -> tuple[bytes, list[Written]]:
    """The file, and what was written for each question. ``title`` names the category ("" for none)."""
    rows = [_Writer(media).write(question) for question in questions]
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>']
    if title:
        path = escape(_clean(title.replace("/", "//")), quote=False)
        parts.append(f'<question type="category"><category><text>$course$/{path}</text></category></question>')
    parts += [row.text for row in rows if row.text is not None]
    return "\n".join([*parts, "</quiz>\n"]).encode(), rows


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)


class _Writer:
    """One question."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self._media = media
        self._reasons: set[Reason] = set()

    def write(self, question: Question) -> Written:
        ready, reasons = writing.prepare(question)
        self._reasons |= reasons
        kind, body = _TYPES[ready.type](self, ready)
        if ready.type != "gap_fill":
            body = self._html("questiontext", ready.text) + body
        head = f"<name><text>{self._text(ready.title or making.label(ready))}</text></name>"
        grade = "0" if ready.type == "text" else str(ready.marks)
        tail = f"<defaultgrade>{grade}</defaultgrade><idnumber>{self._text(ready.id)}</idnumber>"
        if tags := details.as_tags(ready):
            tail += "<tags>" + "".join(f"<tag><text>{self._text(tag)}</text></tag>" for tag in tags) + "</tags>"
        if ready.type != "true_false":
            tail = self._html("generalfeedback", ready.explanation) + tail
        return Written(question, f'<question type="{kind}">{head}{body}{tail}</question>', frozenset(self._reasons))

    def _text(self, text: str) -> str:
        return escape(_clean(literal.bare(text)), quote=False)

    def _html(self, name: str, text: str, attributes: str = "", inside: str = "") -> str:
        html = _clean(html_text.to_html(text))
        cdata = "<![CDATA[" + html.replace("]]>", "]]]]><![CDATA[>") + "]]>" if html else ""
        files = "".join(self._file(media) for media in sorted(_figures(text)))
        return f'<{name} format="html"{attributes}><text>{cdata}</text>{files}{inside}</{name}>'

    def _file(self, name: str) -> str:
        data = self._media.get(name)
        if data is None:
            self._reasons.add("media-missing")
            return ""
        return f'<file name="{escape(name)}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'

    def _answer(self, text: str, fraction: str, feedback: str = "", inside: str = "") -> str:
        told = self._html("feedback", feedback) if feedback else ""
        return (
            f'<answer fraction="{fraction}" format="plain_text"><text>{self._text(text)}</text>{told}{inside}</answer>'
        )

    def choice(self, question: Question) -> tuple[str, str]:
        several = question.type == "multiple_response"
        right = sum(choice.correct for choice in question.choices)
        share = f"{100 / max(right, 1):.5f}".rstrip("0").rstrip(".") if several else "100"
        if several and right > _MOST_SHARES:
            self._reasons.add("weights-changed")
        wrong = f"-{share}" if several else "0"
        body = f"<single>{str(not several).lower()}</single><shuffleanswers>{int(question.shuffle)}</shuffleanswers>"
        for choice in question.choices:
            fraction = share if choice.correct else wrong
            told = self._html("feedback", choice.feedback) if choice.feedback else ""
            body += self._html("answer", choice.text, f' fraction="{fraction}"', told)
        return "multichoice", body

    def true_false(self, question: Question) -> tuple[str, str]:
        if question.points:
            self._reasons.add("mark-scheme-lost")
        general, right, wrong = making.explained(question.explanation)
        body = self._html("generalfeedback", general)
        for said in (True, False):
            good = said is question.true
            body += self._answer(str(said).lower(), "100" if good else "0", right if good else wrong)
        return "truefalse", body

    def matching(self, question: Question) -> tuple[str, str]:
        body = f"<shuffleanswers>{str(question.shuffle).lower()}</shuffleanswers>"
        for pair in question.pairs:
            self._reasons |= writing.flattened(pair.right)
            answer = f"<answer><text>{self._text(writing.words(pair.right))}</text></answer>"
            body += self._html("subquestion", pair.left, inside=answer)
        return "matching", body

    def ordering(self, question: Question) -> tuple[str, str]:
        self._reasons.add("weights-changed")
        body = "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
        body += "<gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>"
        for at, step in enumerate(question.order, 1):
            body += self._html("answer", step, f' fraction="{at}"')
        return "ordering", body

    def gaps(self, question: Question) -> tuple[str, str]:
        weight, rest = divmod(question.marks, max(len(question.gaps), 1))
        if rest or not weight:
            self._reasons.add("marks-changed")
        raw = {}
        html = html_text.to_html(question.text)
        for gap in question.gaps:
            self._reasons |= {"wildcard-case"} if any("*" in answer for answer in gap.answers) else set()
            raw["{" + gap.id + "}"] = escape(moodle_cloze.write(gap, max(weight, 1)), quote=False)
        for place, made in raw.items():
            html = html.replace(place, made)
        cdata = "<![CDATA[" + _clean(html).replace("]]>", "]]]]><![CDATA[>") + "]]>"
        files = "".join(self._file(media) for media in sorted(_figures(question.text)))
        return "cloze", f'<questiontext format="html"><text>{cdata}</text>{files}</questiontext>'

    def number(self, question: Question) -> tuple[str, str]:
        wanted = question.numeric or NumericAnswer(value=0.0)
        inside = f"<tolerance>{writing.figure(wanted.tolerance)}</tolerance>"
        body = self._answer(writing.figure(wanted.value), "100", inside=inside)
        if wanted.unit:
            name = f"<unit_name>{self._text(wanted.unit)}</unit_name>"
            body += f"<units><unit><multiplier>1</multiplier>{name}</unit></units>"
        return "numerical", body

    def short(self, question: Question) -> tuple[str, str]:
        answers = writing.machine_answers(question)
        if not answers:
            return self.written(question)
        body = "<usecase>0</usecase>" + "".join(self._answer(answer, "100") for answer in answers)
        return "shortanswer", body

    def date(self, question: Question) -> tuple[str, str]:
        self._reasons.add("type-changed")
        return self.short(writing.as_short(question))

    def written(self, question: Question) -> tuple[str, str]:
        """An essay with the scheme as readable lines "for graders", which our reader takes back."""
        if question.type != "essay":
            self._reasons.add("type-changed")
        has_scheme = bool(writing.scheme_losses(question))
        if has_scheme:
            self._reasons.add("mark-scheme-flattened")
        lines = scheme_text.render(question) if has_scheme else []
        html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
        info = escape(_clean(html), quote=False)
        body = "<responseformat>editor</responseformat><responserequired>1</responserequired>"
        return "essay", body + f'<graderinfo format="html"><text>{info}</text></graderinfo>'

    def page(self, _question: Question) -> tuple[str, str]:
        return "description", ""


def _figures(text: str) -> set[str]:
    return writing.pictures_in(Question(id="", text=text, marks=0))


_TYPES: dict[str, Callable[[_Writer, Question], tuple[str, str]]] = {
    "multiple_choice": _Writer.choice,
    "multiple_response": _Writer.choice,
    "true_false": _Writer.true_false,
    "matching": _Writer.matching,
    "ordering": _Writer.ordering,
    "gap_fill": _Writer.gaps,
    "numeric": _Writer.number,
    "date": _Writer.date,
    "short_answer": _Writer.short,
    "structured": _Writer.written,
    "essay": _Writer.written,
    "text": _Writer.page,
}
