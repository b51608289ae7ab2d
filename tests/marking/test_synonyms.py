"""The pack's format, its checker and what it finds."""

from __future__ import annotations

from tutorapp.marking.synonyms import PackProblem, SynonymPack

SMALL = {
    "general.txt": "# words\nrise, grow, go up\nmedia > press, radio\nrise >< fall\nloyal, ~never question, obey*\n",
    "spellings.txt": "trotsky trotski\n",
    "people.txt": "Stalin @soviet: stalin\nBeria @soviet for Stalin: beria\nplace: USSR @soviet: ussr\n",
    "weak.txt": "grammar: the a\nweak: thing\nverbs: flatten\n",
}


def stems(pack, text):
    return tuple(pack.lexicon.stems(text))


def texts(pairs):
    return {term.text for term, _ in pairs}


def test_synonyms_stand_for_each_other_and_instances_only_one_way():
    pack = SynonymPack.parse(SMALL)
    assert pack.problems == ()
    assert texts(pack.same(stems(pack, "rises"))) == {"rise", "grow", "go up"}
    assert texts(pack.same(stems(pack, "media"))) == {"press", "radio"}
    assert texts(pack.same(stems(pack, "press"))) == set()
    assert [term.text for term in pack.opposites(stems(pack, "rising"))] == ["fall"]


def test_term_syntax():
    pack = SynonymPack.parse(SMALL)
    assert pack.term("obey*").prefix
    assert pack.term("~never question").allow_denied
    assert pack.term("~never question").stems == ("not", "quest")
    assert pack.term("show trial*").stems == ("show", "trial")


def test_people_know_their_world_and_for_whom_they_act():
    people = {person.name: person for person in SynonymPack.parse(SMALL).people}
    assert people["Beria"].acts_for == "Stalin"
    assert people["USSR"].place
    assert people["Stalin"].world == "soviet"


def test_the_checker_names_file_and_line():
    pack = SynonymPack.parse(
        {
            "a.txt": "good, fine\n\nlonely\nbad >\nx, y(z)\n",
            "people.txt": "Nobody\n",
            "spellings.txt": "one\n",
            "weak.txt": "odd words\n",
        }
    )
    places = [(problem.file, problem.line) for problem in pack.problems]
    assert places == [
        ("spellings.txt", 1),
        ("weak.txt", 1),
        ("people.txt", 1),
        ("a.txt", 3),
        ("a.txt", 4),
        ("a.txt", 5),
    ]
    assert all(isinstance(problem, PackProblem) and problem.words for problem in pack.problems)


def test_the_shipped_pack_has_no_problem(pack):
    assert pack.problems == ()
    assert pack.knows(stems(pack, "purges"))
    assert len(pack.people) > 30
