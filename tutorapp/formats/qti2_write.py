"""Writing a QTI 2.1 package: one item file a question, a test that keeps their order, and the manifest.

Element order and names from the IMS QTI 2.1 information model and its XSD; response processing uses the standard
templates where they say what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from tutorapp.domain.content import Gap, NumericAnswer, Question
from tutorapp.formats import html_text, literal, making, scheme_text, writing
from tutorapp.formats.qti2_item import GAP
from tutorapp.formats.report import Reason
from tutorapp.formats.writing import Written

_NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_RP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MATCH = f'<responseProcessing template="{_RP}match_correct"/>'
_MAP = f'<responseProcessing template="{_RP}map_response"/>'


def write(questions: tuple[Question, ...], title: str, media: Mapping[str, bytes]) -> tuple[bytes, list[Written]]:
    """The package as a zip, and what was written for each question."""
    rows, files, refs = [], {}, []
    shown: set[str] = set()
    for number, question in enumerate(questions, 1):
        name = f"item{number:04d}"
        written, pictures = _Writer(name, media).write(question)
        rows.append(written)
        if written.text is not None:
            files[f"items/{name}.xml"] = (_HEAD + written.text).encode()
            refs.append((name, sorted(pictures)))
            shown |= pictures
    files |= {f"items/{picture}": media[picture] for picture in shown}
    files["test.xml"] = (_HEAD + _test(title, [name for name, _pictures in refs])).encode()
    files["imsmanifest.xml"] = (_HEAD + _manifest(refs)).encode()
    return writing.zip_bytes(files), rows


def _test(title: str, names: list[str]) -> str:
    refs = "".join(f'<assessmentItemRef identifier="{name}" href="items/{name}.xml"/>' for name in names)
    head = f'<assessmentSection identifier="section1" title="{_text(title) or "Quiz"}" visible="true">'
    section = f"{head}{refs}</assessmentSection>"
    part = f'<testPart identifier="part1" navigationMode="nonlinear" submissionMode="simultaneous">{section}</testPart>'
    return f'<assessmentTest xmlns="{_NS}" identifier="test1" title="{_text(title) or "Quiz"}">{part}</assessmentTest>'


def _manifest(refs: list[tuple[str, list[str]]]) -> str:
    resources = []
    for name, pictures in refs:
        href = f"items/{name}.xml"
        inside = "".join(f'<file href="{path}"/>' for path in [href, *(f"items/{picture}" for picture in pictures)])
        resources.append(f'<resource identifier="{name}" type="imsqti_item_xmlv2p1" href="{href}">{inside}</resource>')
    uses = "".join(f'<dependency identifierref="{name}"/>' for name, _pictures in refs)
    test = '<resource identifier="test1" type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/>'
    test += f"{uses}</resource>"
    metadata = "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>"
    body = f"{metadata}<organizations/><resources>{test}{''.join(resources)}</resources>"
    return f'<manifest xmlns="{_CP}" identifier="manifest1">{body}</manifest>'


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", literal.bare(text)))


class _Writer:
    """One item."""

    def __init__(self, name: str, media: Mapping[str, bytes]) -> None:
        self._name = name
        self._media = media
        self._reasons: set[Reason] = set()

    def write(self, question: Question) -> tuple[Written, set[str]]:
        ready, reasons = writing.prepare(question)
        self._reasons |= reasons | (writing.bare_losses(ready) - {"marks-changed", "title-lost"})
        wanted = writing.pictures_in(ready)
        if wanted - self._media.keys():
            self._reasons.add("media-missing")
        declared, body, processing = _TYPES[ready.type](self, ready)
        maximum = f"{ready.marks}.0" if ready.type != "text" else "0.0"
        score = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
        score += "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
        most = '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
        most += f"<defaultValue><value>{maximum}</value></defaultValue></outcomeDeclaration>"
        feedback = self._feedback(ready)
        if feedback:
            most += '<outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>'
        title = _text(ready.title or making.label(ready))
        own = ready.id if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}", ready.id) else self._name
        head = (
            f'<assessmentItem xmlns="{_NS}" identifier="{own}" title="{title}" adaptive="false" timeDependent="false">'
        )
        item = f"{head}{declared}{score}{most}<itemBody>{body}</itemBody>{processing}{feedback}</assessmentItem>"
        return Written(question, item, frozenset(self._reasons)), wanted & self._media.keys()

    def _feedback(self, ready: Question) -> str:
        """General, right and wrong feedback, as our reader tells them apart."""
        general, right, wrong = making.explained(ready.explanation)
        parts = (("general", general), ("correct", right), ("incorrect", wrong))
        return "".join(
            f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{name}" showHide="show">'
            f"{self._html(text)}</modalFeedback>"
            for name, text in parts
            if text
        )

    def _html(self, text: str) -> str:
        return _ILLEGAL.sub("", html_text.to_html(text, "")) or "<p></p>"

    def _inline(self, text: str) -> str:
        """A text inside an option: bare words where it is only words, so that readers of all kinds show it alike."""
        return _text(text) if html_text.is_plain(text) else self._html(text)

    def _declare(self, name: str, cardinality: str, base: str, values: list[str], mapping: str = "") -> str:
        said = "".join(f"<value>{_text(value)}</value>" for value in values)
        correct = f"<correctResponse>{said}</correctResponse>" if values else ""
        kind = f'identifier="{name}" cardinality="{cardinality}" baseType="{base}"'
        return f"<responseDeclaration {kind}>{correct}{mapping}</responseDeclaration>"

    def choice(self, question: Question) -> tuple[str, str, str]:
        several = question.type == "multiple_response"
        names = [f"choice{at}" for at in range(1, len(question.choices) + 1)]
        right = [name for name, choice in zip(names, question.choices, strict=True) if choice.correct]
        mapping = ""
        if several:
            share = writing.figure(question.marks / max(len(right), 1))
            entries = "".join(f'<mapEntry mapKey="{name}" mappedValue="{share}"/>' for name in right)
            mapping = (
                f'<mapping lowerBound="0" upperBound="{question.marks}" defaultValue="-{share}">{entries}</mapping>'
            )
        options = []
        for name, choice in zip(names, question.choices, strict=True):
            told = ""
            if choice.feedback:
                self._reasons |= writing.flattened(choice.feedback)
                attributes = f'outcomeIdentifier="FEEDBACK" identifier="{name}" showHide="show"'
                told = f"<feedbackInline {attributes}>{_text(writing.words(choice.feedback))}</feedbackInline>"
            options.append(f'<simpleChoice identifier="{name}">{self._inline(choice.text)}{told}</simpleChoice>')
        shuffle = str(question.shuffle).lower()
        attributes = f'responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="{0 if several else 1}"'
        body = f"{self._html(question.text)}<choiceInteraction {attributes}>{''.join(options)}</choiceInteraction>"
        cardinality = "multiple" if several else "single"
        return self._declare("RESPONSE", cardinality, "identifier", right, mapping), body, _MAP if several else _MATCH

    def true_false(self, question: Question) -> tuple[str, str, str]:
        self._reasons.add("type-changed")
        if question.points:
            self._reasons.add("mark-scheme-lost")
        options = (
            '<simpleChoice identifier="true">True</simpleChoice><simpleChoice identifier="false">False</simpleChoice>'
        )
        attributes = 'responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"'
        body = f"{self._html(question.text)}<choiceInteraction {attributes}>{options}</choiceInteraction>"
        return self._declare("RESPONSE", "single", "identifier", [str(question.true).lower()]), body, _MATCH

    def matching(self, question: Question) -> tuple[str, str, str]:
        rights = list(dict.fromkeys(pair.right for pair in question.pairs))
        lefts = [pair for pair in question.pairs if pair.left]
        said = [f"left{at} right{rights.index(pair.right) + 1}" for at, pair in enumerate(lefts, 1)]
        share = writing.figure(question.marks / max(len(said), 1))
        entries = "".join(f'<mapEntry mapKey="{pair}" mappedValue="{share}"/>' for pair in said)
        first = "".join(self._associable(f"left{at}", pair.left, 1) for at, pair in enumerate(lefts, 1))
        second = "".join(self._associable(f"right{at}", text, 0) for at, text in enumerate(rights, 1))
        sets = f"<simpleMatchSet>{first}</simpleMatchSet><simpleMatchSet>{second}</simpleMatchSet>"
        attributes = (
            f'responseIdentifier="RESPONSE" shuffle="{str(question.shuffle).lower()}" maxAssociations="{len(lefts)}"'
        )
        body = f"{self._html(question.text)}<matchInteraction {attributes}>{sets}</matchInteraction>"
        mapping = f'<mapping lowerBound="0" defaultValue="0">{entries}</mapping>'
        return self._declare("RESPONSE", "multiple", "directedPair", said, mapping), body, _MAP

    def _associable(self, name: str, text: str, most: int) -> str:
        head = f'<simpleAssociableChoice identifier="{name}" matchMax="{most}">'
        return f"{head}{self._inline(text)}</simpleAssociableChoice>"

    def ordering(self, question: Question) -> tuple[str, str, str]:
        self._reasons.add("weights-changed")
        names = [f"step{at}" for at in range(1, len(question.order) + 1)]
        steps = sorted(zip(names, question.order, strict=True), key=lambda pair: pair[1])  # not in the right order
        choices = "".join(
            f'<simpleChoice identifier="{name}">{self._inline(text)}</simpleChoice>' for name, text in steps
        )
        attributes = 'responseIdentifier="RESPONSE" shuffle="true"'
        body = f"{self._html(question.text)}<orderInteraction {attributes}>{choices}</orderInteraction>"
        return self._declare("RESPONSE", "ordered", "identifier", names), body, _MATCH

    def gaps(self, question: Question) -> tuple[str, str, str]:
        share = writing.figure(question.marks / max(len(question.gaps), 1))
        html = self._html(question.text)
        declared = ""
        for gap in question.gaps:
            made, entry = self._gap(gap, share)
            declared += made
            html = html.replace("{" + gap.id + "}", entry)
        scores = "".join(f'<mapResponse identifier="{GAP}{gap.id}"/>' for gap in question.gaps)
        rule = f'<setOutcomeValue identifier="SCORE"><sum>{scores}</sum></setOutcomeValue>'
        return declared, html, f"<responseProcessing>{rule}</responseProcessing>"

    def _gap(self, gap: Gap, share: str) -> tuple[str, str]:
        name = GAP + gap.id
        if not gap.options:
            entries = "".join(f'<mapEntry mapKey="{_text(answer)}" mappedValue="{share}"/>' for answer in gap.answers)
            mapping = f'<mapping defaultValue="0">{entries}</mapping>'
            declared = self._declare(name, "single", "string", [gap.answers[0]], mapping)
            return declared, f'<textEntryInteraction responseIdentifier="{name}"/>'
        idents = {option: f"option{at}" for at, option in enumerate(gap.options, 1)}
        right = [idents[answer] for answer in gap.answers if answer in idents]
        entries = "".join(f'<mapEntry mapKey="{ident}" mappedValue="{share}"/>' for ident in right)
        if len(right) > 1:
            self._reasons.add("weights-changed")
        choices = "".join(
            f'<inlineChoice identifier="{ident}">{_text(option)}</inlineChoice>' for option, ident in idents.items()
        )
        declared = self._declare(
            name, "single", "identifier", right[:1], f'<mapping defaultValue="0">{entries}</mapping>'
        )
        return (
            declared,
            f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{choices}</inlineChoiceInteraction>',
        )

    def number(self, question: Question) -> tuple[str, str, str]:
        wanted = question.numeric or NumericAnswer(value=0.0)
        if wanted.unit:
            self._reasons.add("unit-lost")
        size = writing.figure(wanted.tolerance)
        mode = f'toleranceMode="absolute" tolerance="{size} {size}"' if wanted.tolerance else 'toleranceMode="exact"'
        test = f'<equal {mode}><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>'
        value = f'<baseValue baseType="float">{question.marks}</baseValue>'
        rule = f'<setOutcomeValue identifier="SCORE">{value}</setOutcomeValue>'
        condition = f"<responseCondition><responseIf>{test}{rule}</responseIf></responseCondition>"
        processing = f"<responseProcessing>{condition}</responseProcessing>"
        body = f'{self._html(question.text)}<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
        return self._declare("RESPONSE", "single", "float", [writing.figure(wanted.value)]), body, processing

    def short(self, question: Question) -> tuple[str, str, str]:
        answers = writing.machine_answers(question)
        if not answers:
            return self.written(question)
        entries = "".join(f'<mapEntry mapKey="{_text(answer)}" mappedValue="{question.marks}"/>' for answer in answers)
        mapping = f'<mapping defaultValue="0">{entries}</mapping>'
        body = f'{self._html(question.text)}<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
        return self._declare("RESPONSE", "single", "string", [answers[0]], mapping), body, _MAP

    def date(self, question: Question) -> tuple[str, str, str]:
        self._reasons.add("type-changed")
        return self.short(writing.as_short(question))

    def written(self, question: Question) -> tuple[str, str, str]:
        """An extended text with the scheme as a rubric that only the scorer sees."""
        if question.type != "essay":
            self._reasons.add("type-changed")
        rubric = ""
        if writing.scheme_losses(question):
            self._reasons.add("mark-scheme-flattened")
            lines = "".join(f"<p>{escape(_ILLEGAL.sub('', line))}</p>" for line in scheme_text.render(question))
            rubric = f'<rubricBlock view="scorer">{lines}</rubricBlock>'
        attributes = f'responseIdentifier="RESPONSE" expectedLines="{2 * question.marks}"'
        body = f"{rubric}{self._html(question.text)}<extendedTextInteraction {attributes}/>"
        return self._declare("RESPONSE", "single", "string", []), body, ""

    def page(self, question: Question) -> tuple[str, str, str]:
        return "", self._html(question.text), ""


_TYPES: dict[str, Callable[[_Writer, Question], tuple[str, str, str]]] = {
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
