"""QTI 1.2 as Canvas, Respondus and Common Cartridges write it: items of one XML file or of every one in a zip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from tutorapp.domain.content import Gap, NumericAnswer, Pair, Question
from tutorapp.domain.errors import KnownError
from tutorapp.formats import html_text, literal, making
from tutorapp.formats import qti1_scoring as scoring
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.package_files import lookup_in
from tutorapp.formats.pictures import Lookup, Pictures
from tutorapp.formats.report import Reason
from tutorapp.formats.safe_xml import Node, parse_pieces, pieces
from tutorapp.formats.safe_zip import SafeZip
from tutorapp.formats.text_in import TextIn, decode

_FULL = "non_cc_assessments/"
_RESPONSES = {"response_lid", "response_str", "response_num", "response_grp", "response_xy"}
_FIELD = re.compile(r"\[([A-Za-z0-9_ .-]{1,60})\]")
_ID = re.compile(r"[A-Za-z0-9.-]{1,40}")
EMPTY = "(empty)"


def read(data: bytes, name: str) -> FoundFile:
    """Every item of an XML file, a QTI package or a cartridge. Raises KnownError when it is refused as a whole."""
    pictures = Pictures()
    if not data.startswith(b"PK"):
        source = decode(data)
        items, dialect = _file(source, pictures, lookup_in(None, ""))
        return _whole(items, dialect, [source], pictures)
    archive = SafeZip(data, name)
    items, dialects, sources = [], [], []
    dropped = 0
    for entry, source in _quiz_files(archive):
        if _is_copy(entry, archive):
            dropped += 1
            continue
        found, dialect = _file(source, pictures, lookup_in(archive, entry))
        items += found
        dialects.append(dialect)
        sources.append(source)
    dialect = next((said for said in dialects if said), "package")
    if dropped:
        dialect += f", reduced copy of {dropped} quiz{'' if dropped == 1 else 'zes'} left out"
    return _whole(items, dialect, sources, pictures)


def _whole(items: list[Found], dialect: str, sources: list[TextIn], pictures: Pictures) -> FoundFile:
    return FoundFile(
        items=tuple(items),
        dialect=dialect,
        encoding=" and ".join(dict.fromkeys(source.encoding for source in sources)),
        guessed=any(source.guessed for source in sources),
        media=pictures.media,
        alternatives=pictures.alternatives,
    )


def _quiz_files(archive: SafeZip) -> Iterable[tuple[str, TextIn]]:
    """Quiz files in the archive, quizzes before banks."""
    found = []
    for entry in archive.names:
        if entry.lower().endswith((".xml", ".qti", ".dat")):
            try:
                source = decode(archive.read(entry))
            except KnownError:
                continue
            if "<questestinterop" in source.text[:5000]:
                found.append(("<objectbank" in source.text[:5000], entry, source))
    return [(entry, source) for _bank, entry, source in sorted(found, key=lambda row: row[0])]


def _is_copy(entry: str, archive: SafeZip) -> bool:
    """Whether a Canvas cartridge holds this quiz in full elsewhere; the copy here leaves out much."""
    folder = entry.rpartition("/")[0].rpartition("/")[2]
    return bool(folder) and not entry.startswith(_FULL) and f"{_FULL}{folder}.xml.qti" in archive.names


def _file(source: TextIn, pictures: Pictures, lookup: Lookup) -> tuple[list[Found], str]:
    roots, broken = parse_pieces(source.text, "item")
    items = [_item(node, pictures, lookup) for root in roots for node in pieces(root, "item")]
    items += [skipped(["file-damaged"], line) for line in broken]
    return items, _dialect(source.text)


def _dialect(text: str) -> str:
    if "cc.exam.v0p1" in text and "assessment_question_identifierref" not in text:
        return "Common Cartridge"
    for word, dialect in (("Respondus", "Respondus"), ("bbmd_", "Blackboard"), ("question_type", "Canvas")):
        if word in text:
            return dialect
    return "QTI 1.2"


def _item(node: Node, pictures: Pictures, lookup: Lookup) -> Found:
    title = making.title_of(node.attrs.get("title", ""))
    told = _metadata(node)
    key = told.get("assessment_question_identifierref") or node.attrs.get("ident", "")
    kind = (
        told.get("question_type")
        or told.get("cc_profile")
        or told.get("qmd_itemtype")
        or told.get("bbmd_questiontype")
        or ""
    )
    if not node.whole:
        return skipped(["file-damaged"], node.line, title=title, type=kind, key=key)
    try:
        question, reasons = _Reader(node, told, pictures, lookup).question(kind, title)
    except SkipItem as skip:
        return skipped(skip.reasons, node.line, title=title, type=skip.type or kind, key=key)
    return Found(question=question, line=node.line, reasons=frozenset(reasons), key=key)


def _metadata(node: Node) -> dict[str, str]:
    told = {
        field.text_of("fieldlabel").strip(): field.text_of("fieldentry").strip()
        for field in node.every("qtimetadatafield")
    }
    holder = node.child("itemmetadata")
    for child in holder.children if holder is not None else []:
        if not child.children:
            told.setdefault(child.name, child.words().strip())
    return told


class _Reader:
    """One item; gathers what is lost on the way."""

    def __init__(self, node: Node, told: dict[str, str], pictures: Pictures, lookup: Lookup) -> None:
        self._node = node
        self._told = told
        self._pictures = pictures
        self._lookup = lookup
        self._reasons: set[Reason] = set()
        self._conditions = scoring.conditions(node)
        self._right = scoring.right_ones(self._conditions)
        self._presentation = node.child("presentation") or node
        self._responses = [found for found in self._presentation.iter() if found.name in _RESPONSES]
        self._feedback = {fb.attrs.get("ident", ""): self.material(fb) for fb in node.every("itemfeedback")}

    def question(self, kind: str, title: str) -> tuple[Question, set[Reason]]:
        make = self._maker(kind.lower())
        made = make()
        if not made.text:
            raise SkipItem("empty-text", type=made.type)
        points = (
            self._told.get(name)
            for name in ("points_possible", "cc_weighting", "qmd_weighting", "qmd_absolutescore_max")
        )
        given = next((value for point in points if point and (value := making.number(point)) is not None), None)
        if made.type != "text":
            marks, reasons = making.whole_marks(None if given is None else float(given))
            self._reasons |= reasons
            scaled = tuple(replace(point, marks=marks) for point in made.points)
            made = replace(made, marks=marks, points=scaled)
        if made.type in {"essay"}:
            self._reasons.add("needs-mark-scheme")
        explanation = made.explanation or self._explanation()
        return replace(
            made, title="" if title in {"Question", making.label(made)} else title, explanation=explanation
        ), self._reasons

    def _maker(self, kind: str) -> Callable[[], Question]:
        for words, make in self._makers().items():
            if any(word in kind for word in words):
                if make is None:
                    raise SkipItem("unsupported-type", type=kind)
                return make
        return self._by_structure()

    def _makers(self) -> dict[tuple[str, ...], Callable[[], Question] | None]:
        return {
            ("calculated", "formula", "file_upload", "hot spot", "hotspot", "upload"): None,
            ("true_false", "true/false", "either/or"): self.choice,
            ("multiple_answers", "multiple_response", "multiple answer", "multiple response"): self.choice,
            ("multiple_dropdowns",): self.dropdowns,
            ("fill_in_multiple_blanks", "fill in the blank plus"): self.blanks,
            ("multiple_choice", "multiple choice", "multichoice"): self.choice,
            ("matching",): self.matching,
            ("ordering",): self.ordering,
            ("numerical", "numeric"): self.number,
            ("short_answer", "cc.fib", "pattern_match", "fill in the blank", "short response"): self.short,
            ("essay",): self.essay,
            ("text_only",): self.page,
        }

    def _by_structure(self) -> Callable[[], Question]:
        if not self._responses:
            return self.page
        first = self._responses[0]
        if first.name == "response_num" or (first.find("render_fib") is not None and self._numbers()):
            return self.number
        if first.name == "response_str":
            return self.short if scoring.values(self._right) else self.essay
        if first.name != "response_lid":
            raise SkipItem("unsupported-type", type=first.name)
        if first.attrs.get("rcardinality", "").lower() == "ordered":
            return self.ordering
        return self.matching if len(self._responses) > 1 else self.choice

    def _numbers(self) -> bool:
        return any(test.kind in {"vargte", "vargt"} for condition in self._right for test in condition.tests)

    # --- texts ---------------------------------------------------------------------------------------

    def material(self, node: Node | None, stop: frozenset[str] = frozenset()) -> str:
        """Our markup for the <material> inside ``node``, elements named in ``stop`` passed over."""
        if node is None:
            return ""
        parts: list[str] = []
        stack = list(reversed(node.children)) if node.name not in {"mattext", "matimage"} else [node]
        while stack:
            child = stack.pop()
            if child.name in stop:
                continue
            if child.name in {"mattext", "matemtext"}:
                parts.append(self.words(child))
            elif child.name == "matimage":
                parts.append(self._image(child))
            elif child.name in {"mataudio", "matvideo", "matapplet", "matapplication"}:
                self._reasons.add("media-type")
            else:
                stack.extend(reversed(child.children))
        return "\n\n".join(part for part in parts if part)

    def words(self, node: Node) -> str:
        """Our markup for one <mattext>."""
        text = node.words()
        kind = node.attrs.get("texttype", "").lower()
        if kind == "text/plain" or (kind != "text/html" and not html_text.looks_like_html(text)):
            return literal.paragraphs(text)
        return self._html(text)

    def _html(self, html: str, raw: dict[str, str] | None = None) -> str:
        made, reasons = html_text.from_html(html, self._pictures, self._lookup, raw)
        self._reasons |= reasons
        return made

    def _image(self, node: Node) -> str:
        made, reason = self._pictures.take(node.attrs.get("uri", ""), node.attrs.get("label", ""), self._lookup)
        if reason is not None:
            self._reasons.add(reason)
        return made

    def _stem(self) -> str:
        return self.material(self._presentation, frozenset(_RESPONSES))

    def _labels(self, response: Node) -> list[tuple[str, str]]:
        return [(label.attrs.get("ident", ""), self.material(label)) for label in response.every("response_label")]

    def _told_for(self, value: str) -> str:
        """The feedback shown for one answer alone."""
        for condition in self._conditions:
            given = [test.value for test in condition.tests if not test.negated]
            if condition.score is None and given == [value] and condition.feedback:
                return self._feedback.get(condition.feedback[0], "")
        return ""

    def _explanation(self) -> str:
        """General, right and wrong feedback, by what shows them."""
        right = next((self._feedback.get(name, "") for found in self._right for name in found.feedback), "")
        general, wrong = "", ""
        for condition in self._conditions:
            for name in condition.feedback if condition.other and not condition.tests else []:
                if "incorrect" in name.lower() or "_ic" in name.lower():
                    wrong = wrong or self._feedback.get(name, "")
                else:
                    general = general or self._feedback.get(name, "")
        return making.explain(general, right, wrong)

    # --- types ---------------------------------------------------------------------------------------

    def choice(self) -> Question:
        response = self._one("response_lid")
        labels = self._labels(response)
        wanted = set(scoring.values(self._right, response.attrs.get("ident")) or scoring.values(self._right))
        several = response.attrs.get("rcardinality", "Single").lower() == "multiple"
        truth = {words.strip(" .").lower(): ident for ident, words in labels}
        if set(truth) == {"true", "false"} and not several and wanted:
            return Question(
                id="",
                text=self._stem(),
                marks=1,
                type="true_false",
                true=truth["true"] in wanted,
                explanation=self._by_truth(truth, wanted),
            )
        choices = making.options(
            [words for _ident, words in labels],
            [ident in wanted for ident, _words in labels],
            [self._told_for(ident) for ident, _words in labels],
        )
        kind = making.choice_type(choices, several=several)
        if kind == "multiple_response" or scoring.partly(self._conditions):
            self._reasons.add("weights-changed")
        return Question(id="", text=self._stem(), marks=1, type=kind, choices=choices, shuffle=_shuffles(response))

    def _by_truth(self, truth: dict[str, str], wanted: set[str]) -> str:
        general = self._explanation()
        others = [(word.capitalize(), self._told_for(ident)) for word, ident in sorted(truth.items())]
        return making.explain(general, others=others)

    def short(self) -> Question:
        answers = scoring.values(self._right)
        if not answers:
            return self.essay()
        if any(test.kind == "varsubstring" for condition in self._right for test in condition.tests):
            self._reasons.add("wildcard-case")
        others = [(answer, self._told_for(answer)) for answer in answers]
        explanation = making.explain(self._explanation(), others=others)
        points = making.accepted(answers, 1)
        return Question(id="", text=self._stem(), marks=1, type="short_answer", points=points, explanation=explanation)

    def blanks(self) -> Question:
        return self._gaps(chosen=False)

    def dropdowns(self) -> Question:
        return self._gaps(chosen=True)

    def _gaps(self, *, chosen: bool) -> Question:
        """[name] in the text stands for the response whose own words are that name."""
        named = {
            self.material(found, frozenset({"render_choice", "render_fib"})).strip(): found for found in self._responses
        }
        gaps: list[Gap] = []
        raw: dict[str, str] = {}

        def place(found: re.Match[str]) -> str:
            response = named.get(found[1])
            if response is None:
                return found[0]
            made = self._gap(found[1] if _ID.fullmatch(found[1]) else f"g{len(gaps) + 1}", response, chosen=chosen)
            if made.id in {gap.id for gap in gaps}:
                raise SkipItem("unreadable", type="gap_fill")
            gaps.append(made)
            raw[f"\ue010{made.id}\ue011"] = "{" + made.id + "}"
            return f"\ue010{made.id}\ue011"

        texts = [node for node in self._presentation.every("mattext") if not _inside(node, self._responses)]
        html = "\n".join(node.words() for node in texts)
        stem = self._html(_FIELD.sub(place, html), raw)
        if not gaps or len(gaps) < len(named):
            raise SkipItem("no-options", type="gap_fill")
        return Question(id="", text=stem, marks=1, type="gap_fill", gaps=tuple(gaps))

    def _gap(self, name: str, response: Node, *, chosen: bool) -> Gap:
        labels = [(ident, " ".join(words.split())) for ident, words in self._labels(response)]
        wanted = set(scoring.values(self._right, response.attrs.get("ident")))
        if chosen:
            answers = tuple(words for ident, words in labels if ident in wanted)
            options = tuple(dict.fromkeys(words for _ident, words in labels))
        else:
            # Canvas scores only the first spelling in the file, though it accepts every one listed.
            answers, options = tuple(dict.fromkeys(words for _ident, words in labels if words)), ()
        if not answers:
            raise SkipItem("no-correct-answer", type="gap_fill")
        return Gap(id=name, answers=answers, options=options)

    def matching(self) -> Question:
        pairs: list[Pair] = []
        used: set[str] = set()
        every: dict[str, str] = {}
        for response in self._responses:
            labels = dict(self._labels(response))
            every |= labels
            wanted = scoring.values(self._right, response.attrs.get("ident"))
            left = self.material(response, frozenset({"render_choice", "render_fib"}))
            if not wanted or wanted[0] not in labels:
                raise SkipItem("no-correct-answer", type="matching")
            used.add(wanted[0])
            pairs.append(Pair(left=left or EMPTY, right=labels[wanted[0]] or EMPTY))
        pairs += [Pair(left="", right=words or EMPTY) for ident, words in every.items() if ident not in used]
        making.check_pairs(pairs)
        return Question(id="", text=self._stem(), marks=1, type="matching", pairs=tuple(pairs))

    def ordering(self) -> Question:
        response = self._one("response_lid")
        labels = dict(self._labels(response))
        order = tuple(labels[ident] for ident in scoring.values(self._right) if labels.get(ident))
        if len(order) < 3 or len(order) < len(labels):
            raise SkipItem("no-options", type="ordering")
        self._reasons.add("weights-changed")
        return Question(id="", text=self._stem(), marks=1, type="ordering", order=order)

    def number(self) -> Question:
        keys = [key for condition in self._right if (key := _key(condition)) is not None]
        if not keys:
            raise SkipItem("no-correct-answer", type="numeric")
        if len(keys) > 1:
            self._reasons.add("tolerance")
        return Question(id="", text=self._stem(), marks=1, type="numeric", numeric=keys[0])

    def essay(self) -> Question:
        return Question(id="", text=self._stem(), marks=1, type="essay")

    def page(self) -> Question:
        return Question(id="", text=self._stem(), marks=0, type="text")

    def _one(self, name: str) -> Node:
        found = [response for response in self._responses if response.name == name]
        if not found:
            raise SkipItem("no-options", type="multiple_choice")
        return found[0]


def _shuffles(response: Node) -> bool:
    render = response.find("render_choice")
    return render is None or render.attrs.get("shuffle", "Yes").lower() != "no"


def _inside(node: Node, holders: list[Node]) -> bool:
    return any(found is node for holder in holders for found in holder.iter())


def _key(condition: scoring.Condition) -> NumericAnswer | None:
    """One number or range of a condition; the open end of Canvas' "precision" counts as closed."""
    bounds: dict[str, Decimal] = {}
    for test in condition.tests:
        value = making.number(test.value)
        if value is not None and not test.negated:
            bounds.setdefault(test.kind, value)
    low = bounds.get("vargte", bounds.get("vargt"))
    high = bounds.get("varlte", bounds.get("varlt"))
    if low is not None and high is not None and low <= high:
        return making.between(low, high)
    return making.numeric(bounds["varequal"]) if "varequal" in bounds else None
