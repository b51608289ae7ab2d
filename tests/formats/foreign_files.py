"""Small files of every foreign format, written from the specifications for these tests."""

# ruff: noqa: E501  # XML is easier to read unbroken

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
import zlib

GIFT = r"""// the basics [id:soviet-1] [tag:leaders] [tag:1920s]
::Secretary::Who became General Secretary in April 1922?{
  =Stalin#Yes, at the 11th congress.
  ~Trotsky#He led the Red Army.
  ~%50%Molotov
}

$CATEGORY: $course$/top/Plans

The first plan began in 1928.{TRUE#It did.#Well known.####General.}

Match them. {=Kirov -> Leningrad =Kaganovich -> Moscow = -> Kiev}

When did Lenin die? {#1924:0#Right year.}

Between which years? {#1928..1932}

The New Economic {=Policy =policies} was ended.

[html]<p>Write about <b>NEP</b>.</p>{}

Choose two.{~%50%Zinoviev ~%50%Kamenev ~%-50%Kaganovich}

A page without an answer\: note it.
"""

AIKEN = """Who led the Leningrad party until 1926?
A) Zinoviev
B. Kirov
C) Stalin
ANSWER: A

Broken one without options
ANSWER: B

Which year?
A. 1917
B. 1918
ANSWER: D
Last one?
A) yes
B) no
ANSWER: B"""

PASTE = """Quick quiz

1. Who was shot in 1934? (2 marks)
a) Kirov *
b) Bukharin
c) Yagoda

2.\tWho wrote the Short Course?
A.\tA committee
B.\tTrotsky
Answer: A
Feedback: Under Stalin's eye.

3) Pick the rivals.   A) Trotsky   B) Bukharin   C) Yezhov
ANSWER: A and B

4. Kulaks were deported. True or false?
Answer: True

5. Name the first plan's minister.
Answer: Kuibyshev; Valerian Kuibyshev

6. Nothing here
"""

KEYED = """1. First?
a. one
b. two

2. Second?
a. one
b. two

Answer key
1. b  2. a
"""

CSV = """\ufeffid,type,Question,Answer 1,Answer 2,Answer 3,Correct,Time,Marks,Tags
r1,,"Who said ""life has become better""?",Stalin,Molotov,,1,30,2,quotes;1935
r2,,Which?,'=1+1,-2.0,x,"1,3",,,
r3,,No answer,a,b,,9,,,
r4,true/false,Kulak means fist.,,,,TRUE,,,
r5,numeric,How many plans before 1941?,,,,3,,,
r6,hotspot,Click,,,,1,,,
"""


def png(width: int = 2, height: int = 2) -> bytes:
    """A real PNG, or one whose header only says that it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (3 * min(height, 4)))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- a comment -->
<question type="category"><category><text>$course$/top/Soviet/Plans</text></category></question>
<question type="multichoice"><name><text>Plan start</text></name>
<questiontext format="html"><text>
<![CDATA[<p>When did the <em>first</em> plan begin? <img src="@@PLUGINFILE@@/a%20b.png" alt="poster"></p>]]></text>
<file name="a b.png" path="/" encoding="base64">PICTURE</file></questiontext>
<generalfeedback format="html"><text>All of it.</text></generalfeedback>
<defaultgrade>2.0000000</defaultgrade><hidden>1</hidden><idnumber>plan-1</idnumber><single>true</single>
<shuffleanswers>false</shuffleanswers>
<answer fraction="100" format="html"><text>1928</text><feedback format="html"><text>Yes.</text></feedback></answer>
<answer fraction="0" format="html"><text>1921</text></answer>
<tags><tag><text>economy</text></tag></tags></question>
<question type="truefalse"><name><text>TF</text></name><questiontext format="plain_text">
<text>2 &lt; 3 &amp; so on</text></questiontext>
<answer fraction="0"><text>true</text><feedback><text>No!</text></feedback></answer>
<answer fraction="100"><text>false</text><feedback><text>Good.</text></feedback></answer></question>
<question type="shortanswer"><name><text>SA</text></name><questiontext format="html"><text>Capital?</text>
</questiontext>
<usecase>0</usecase><answer fraction="100"><text>Moscow</text></answer><answer fraction="100"><text>Moskva</text>
</answer>
<answer fraction="50"><text>Petrograd</text></answer></question>
<question type="numerical"><name><text>N</text></name><questiontext format="html"><text>Year?</text></questiontext>
<answer fraction="100"><text>1934</text><tolerance>1</tolerance></answer>
<units><unit><multiplier>1</multiplier><unit_name>AD</unit_name></unit></units></question>
<question type="matching"><name><text>M</text></name><questiontext format="html"><text>Match.</text></questiontext>
<subquestion format="html"><text>Kirov</text><answer><text>Leningrad</text></answer></subquestion>
<subquestion format="html"><text>Kaganovich</text><answer><text>Moscow</text></answer></subquestion>
<subquestion format="html"><text></text><answer><text>Kiev</text></answer></subquestion></question>
<question type="cloze"><name><text>C</text></name><questiontext format="html"><text>
<![CDATA[<p>Lenin died in {1:NUMERICAL:=1924:0}
in {2:SHORTANSWER:=Gorki~%50%Moscow#near} and {1:MULTICHOICE:Trotsky~=Stalin#yes} spoke.</p>]]></text>
</questiontext></question>
<question type="ordering"><name><text>O</text></name><questiontext format="html"><text>Order.</text></questiontext>
<answer fraction="2"><text>NEP</text></answer><answer fraction="1"><text>War Communism</text></answer>
<answer fraction="3"><text>Plan</text></answer></question>
<question type="gapselect"><name><text>G</text></name><questiontext format="html"><text>The [[2]] city.</text>
</questiontext>
<selectoption><text>old</text><group>1</group></selectoption><selectoption><text>new</text><group>1</group>
</selectoption></question>
<question type="essay"><name><text>E</text></name><questiontext format="html"><text>Explain.</text></questiontext>
<defaultgrade>10</defaultgrade><graderinfo format="html"><text>&lt;p&gt;Look for causes.&lt;/p&gt;</text>
</graderinfo></question>
<question type="description"><name><text>D</text></name><questiontext format="html"><text>Read this.</text>
</questiontext></question>
<question type="calculated"><name><text>X</text></name><questiontext format="html"><text>{a}+{b}</text>
</questiontext></question>
</quiz>
"""


def moodle() -> bytes:
    """The Moodle XML file with its picture inside."""
    import base64

    return MOODLE.replace("PICTURE", base64.b64encode(png()).decode()).encode()


def qti1_item(
    kind: str, response: str, processing: str, *, ident: str = "i1", stem: str = "Stem?", extra: str = ""
) -> str:
    """A Canvas item of ``kind``."""
    return f"""<item ident="{ident}" title="Question"><itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>2.0</fieldentry></qtimetadatafield>
</qtimetadata></itemmetadata><presentation><material>
<mattext texttype="text/html">&lt;p&gt;{stem}&lt;/p&gt;</mattext></material>
{response}</presentation><resprocessing><outcomes>
<decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/>
</outcomes>{processing}</resprocessing>{extra}</item>"""


def labels(*texts: str) -> str:
    """``render_choice`` with idents 1, 2 …"""
    inside = "".join(
        f'<response_label ident="{at}"><material><mattext texttype="text/plain">{text}</mattext></material></response_label>'
        for at, text in enumerate(texts, 1)
    )
    return f"<render_choice>{inside}</render_choice>"


def when(test: str, score: str = '<setvar action="Set" varname="SCORE">100</setvar>', show: str = "") -> str:
    """A ``respcondition``."""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{show}"/>' if show else ""
    return f"<respcondition><conditionvar>{test}</conditionvar>{score}{shown}</respcondition>"


def equal(value: str, name: str = "r1") -> str:
    """A ``varequal``."""
    return f'<varequal respident="{name}">{value}</varequal>'


def qti1(*items: str, bank: bool = False) -> str:
    """A QTI 1.2 file of ``items``."""
    inside = "".join(items)
    inside = (
        f'<objectbank ident="b">{inside}</objectbank>'
        if bank
        else f'<assessment ident="a"><section>{inside}</section></assessment>'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">{inside}</questestinterop>'


QTI1_CHOICE = qti1_item(
    "multiple_choice_question",
    f'<response_lid ident="r1" rcardinality="Single">{labels("Stalin", "Trotsky")}</response_lid>',
    when(equal("1"), "", "fb1") + when(equal("1")),
    extra='<itemfeedback ident="fb1"><flow_mat><material><mattext texttype="text/html">Yes.</mattext></material></flow_mat></itemfeedback>',
)
QTI1_ESSAY = qti1_item(
    "essay_question",
    '<response_str ident="r1" rcardinality="Single"><render_fib><response_label ident="a"/></render_fib></response_str>',
    when("<other/>", ""),
    ident="i2",
    stem="Explain.",
)


def qti2_item(
    body: str, declared: str = "", processing: str = "", attributes: str = 'adaptive="false"', ident: str = "it1"
) -> str:
    """A QTI 2.1 item."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{ident}" title="T" {attributes} timeDependent="false">
{declared}<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody>{body}</itemBody>{processing}</assessmentItem>"""


QTI2_CHOICE = qti2_item(
    '<p>Who?</p><choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1"><prompt>Choose.</prompt>'
    '<simpleChoice identifier="A">Stalin</simpleChoice><simpleChoice identifier="B"><b>Lenin</b></simpleChoice></choiceInteraction>',
    '<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>\n A \n</value>'
    "</correctResponse></responseDeclaration>",
)
QTI3_CHOICE = """<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="n1" title="T" adaptive="false" time-dependent="false">
<qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier"><qti-correct-response>
<qti-value>A</qti-value><qti-value>B</qti-value></qti-correct-response>
<qti-mapping lower-bound="0" default-value="-1"><qti-map-entry map-key="A" mapped-value="1"/>
<qti-map-entry map-key="B" mapped-value="1"/>
</qti-mapping></qti-response-declaration>
<qti-item-body><p>Two rivals?</p><qti-choice-interaction response-identifier="R" max-choices="0">
<qti-simple-choice identifier="A">Trotsky</qti-simple-choice>
<qti-simple-choice identifier="B">Bukharin</qti-simple-choice>
<qti-simple-choice identifier="C">Yezhov</qti-simple-choice></qti-choice-interaction></qti-item-body>
</qti-assessment-item>"""

ANKI = """#separator:tab
#html:true
#tags column:3
<b>When</b> did Kirov die?\t1 December 1934\tdates purges
{{c1::Lenin}} died in {{c2::1924::year}}.\textra words\t
"A ""quoted"" front"\tA back of very many words that no machine should compare\t
no back\t\t
"""


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A zip of ``files``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def collection(rows: list[tuple[str, str, str]], sql: str = "") -> bytes:
    """An Anki collection with the notes table that the reader uses: (guid, tags, fields)."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE notes (id integer primary key, guid text, mid integer, tags text, flds text)")
    connection.executemany("INSERT INTO notes (guid, mid, tags, flds) VALUES (?, 1, ?, ?)", rows)
    if sql:
        connection.executescript(sql)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def apkg(rows: list[tuple[str, str, str]] | None = None) -> bytes:
    """A legacy package with one picture."""
    notes = rows or [
        ("g1", " dates ", 'Who <img src="p.png">?\x1fStalin'),
        ("g2", "", "{{c1::Kirov}} died\x1fLeningrad"),
    ]
    return zipped({"collection.anki2": collection(notes), "media": json.dumps({"0": "p.png"}), "0": png()})


EVERY: dict[str, tuple[str, bytes]] = {
    "gift": ("q.gift", GIFT.encode()),
    "aiken": ("q.txt", AIKEN.encode()),
    "paste": ("q.txt", PASTE.encode()),
    "csv": ("q.csv", CSV.encode()),
    "moodle_xml": ("q.xml", moodle()),
    "qti1": ("q.xml", qti1(QTI1_CHOICE, QTI1_ESSAY).encode()),
    "qti2": ("q.zip", zipped({"imsmanifest.xml": "<manifest/>", "a.xml": QTI2_CHOICE, "b/c.xml": QTI3_CHOICE})),
    "anki": ("q.txt", ANKI.encode()),
    "apkg": ("q.apkg", apkg()),
}
"""One good file of every foreign format: (name, bytes)."""
