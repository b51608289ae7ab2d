"""Links followed both ways, whichever side names the other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.checked import sound_unit
from tutorapp.domain.content import DateAnswer, Event, Manifest, Question, Section, Term, Unit
from tutorapp.domain.library import Library, kind_of

MANIFEST = Manifest(id="u", title="U", short_title="U", version="1")
IDS = ("a", "b", "c")
some = st.lists(st.sampled_from(IDS), max_size=2, unique=True).map(tuple)


def ids(items: tuple) -> set[str]:
    return {item.id for item in items}


def an_event(name: str, **links: tuple[str, ...]) -> Event:
    return Event(id=name, title=f"Event {name}", when="1922", summary="x", category="c", importance=3, **links)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    def body() -> str:
        return " ".join([f"[[event:{e}]]" for e in draw(some)] + [f"[[term:{t}]]" for t in draw(some)])

    return Unit(
        manifest=MANIFEST,
        sections=tuple(Section(id=i, title=i, body=body(), parent=draw(st.sampled_from([None, "a"]))) for i in IDS),
        terms=tuple(Term(id=i, term=i, short="x", sections=draw(some), events=draw(some)) for i in IDS),
        events=tuple(an_event(i, sections=draw(some), terms=draw(some), questions=draw(some)) for i in IDS),
        questions=tuple(Question(id=i, text=i, marks=1, sections=draw(some), events=draw(some)) for i in IDS),
    )


@settings(max_examples=80, deadline=None)
@given(unit=units())
def test_a_link_is_followed_from_both_ends(unit: Unit):
    library = Library(unit)
    for event in unit.events:
        for section in unit.sections:
            linked = section.id in event.sections or f"[[event:{event.id}]]" in section.body
            assert (event.id in ids(library.events_of_section(section.id))) == linked
            assert (section.id in ids(library.sections_of_event(event.id))) == linked
        for term in unit.terms:
            named = term.id in event.terms or event.id in term.events
            assert (term.id in ids(library.terms_of_event(event.id))) == named
        for question in unit.questions:
            named = question.id in event.questions or event.id in question.events
            assert (question.id in ids(library.questions_of_event(event.id))) == named
    for section in unit.sections:
        taught = {question.id for question in unit.questions if section.id in question.sections}
        assert ids(library.questions_of_section(section.id)) == taught
        for term in unit.terms:
            used = section.id in term.sections or f"[[term:{term.id}]]" in section.body
            assert (section.id in ids(library.sections_of_term(term.id))) == used


@settings(max_examples=30, deadline=None)
@given(unit=units())
def test_answers_keep_the_units_order(unit: Unit):
    library = Library(unit)
    for section in unit.sections:
        found = [event.id for event in library.events_of_section(section.id)]
        assert found == sorted(found)


def test_what_is_unknown_has_no_links():
    library = Library(sound_unit())
    assert library.events_of_section("x") == library.sections_of_event("x") == library.sections_of_term("x") == ()
    assert library.questions_of_section("x") == library.questions_of_event("x") == library.terms_of_event("x") == ()
    assert library.children("x") == ()


def test_asking_for_the_unknown_changes_nothing():
    library = Library(sound_unit())
    before = library.events_of_section("N1")
    library.events_of_section("x")
    assert library.events_of_section("N1") == before
    assert ids(before) == {"E1", "E2"}


def test_a_date_question_belongs_to_its_event():
    dated = Question(id="q", text="When?", marks=1, type="date", date=DateAnswer(when="1922", event="a"))
    unit = Unit(manifest=MANIFEST, events=(an_event("a"),), questions=(dated,))
    assert ids(Library(unit).questions_of_event("a")) == {"q"}


def test_titles_name_every_item():
    unit = sound_unit()
    titles = Library(unit).titles
    for item in (*unit.sections, *unit.terms, *unit.care, *unit.events, *unit.questions):
        assert titles[kind_of(item), item.id]
    assert titles["event", "E1"] == "Reform Act"


def test_a_question_without_a_title_is_named_by_its_text_in_words():
    question = Question(id="q", text="What was a\n[[term:borough]] before [[event:E1]]?", marks=1)
    library = Library(replace(sound_unit(), questions=(question,)))
    assert library.titles["question", "q"] == "What was a Borough before Reform Act?"
    assert library.question_title(replace(question, title="Boroughs")) == "Boroughs"


def test_children_stand_below_their_parent():
    below = Section(id="N1a", title="x", parent="N1", body="x")
    library = Library(replace(sound_unit(), sections=(*sound_unit().sections, below)))
    assert ids(library.children(None)) == {"N1"}
    assert ids(library.children("N1")) == {"N1a"}
    assert library.spec_points["P1"].title == "Reform"
    assert library.manifest.id == "reform"
