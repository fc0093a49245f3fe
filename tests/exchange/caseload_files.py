"""Files of a caseload as other systems write them, made here in their manner: synthetic people, and what becomes of
them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

HEAD = "ref,given,family,accepted_on,source,team,tier"
ANN = "P-1,Ann,Lee,12/01/2026,gp,North,standard"
BEA = "P-2,Bea,Moss,13/01/2026,gp,North,light"


@dataclass(frozen=True)
class File:
    """One file: how it is written, its map, and by identifier what became of each row. `said`: a part of a remark on a
    row; `known`: what `show` then says of who they are; `of_file`: parts of what is said of the file itself."""

    name: str
    content: bytes
    what: Mapping[str, str]
    said: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    of_file: tuple[str, ...] = ()
    mapped: str = ""
    kept_out: bool = False


def text(*lines: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode(encoding)


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook as its format has it: text inline, numbers as numbers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>{types}</Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r0" Type="{rels}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        named = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in enumerate(sheets, 1)
        )
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        file.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{space}" xmlns:r="{rels}"><sheets>{named}</sheets></workbook>'
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{rels}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>'
        )
        for n, (_, rows) in enumerate(sheets, 1):
            body = "".join(_row(number, row) for number, row in enumerate(rows, 1))
            file.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>',
            )
    return packed.getvalue()


def _row(number: int, cells: Sequence[object]) -> str:
    said = ""
    for column, cell in enumerate(cells):
        place = f"{chr(ord('A') + column)}{number}"
        if isinstance(cell, int | float):
            said += f'<c r="{place}"><v>{cell}</v></c>'
        elif cell:
            said += f'<c r="{place}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
    return f'<row r="{number}">{said}</row>'


CIVI_MAP = """
[columns]
"Contact ID" = "ref"
"First Name" = "given"
"Last Name" = "family"
"Street Address" = "address"
"City" = "address"
"Postal Code" = "address"
"Home Phone" = "phone"
"Mobile Phone" = "phone"
"Birth Date" = "born"
"Case Start" = "accepted_on"
"Case Manager" = "coordinator"
"Deceased Date" = "died_on"
"Contact Preference" = ["text_ok", "voicemail"]
[flags]
"Do Not Phone" = "avoid:call"
"Do Not Sms" = "avoid:text"
"Do Not Mail" = "avoid:letter"
[defaults]
team = "North"
tier = "standard"
source = "other"
"""
CIVI = ('"Contact ID","First Name","Last Name","Birth Date","Street Address","City","Postal Code","Home Phone",'
        '"Mobile Phone","Do Not Phone","Do Not Sms","Do Not Mail","Deceased Date","Case Start","Case Manager",'
        '"Contact Preference"')  # fmt: skip
MOSTLY = ',"1 Mill Lane","Northtown","NT1 2AB",'

FILES = [
    File("the template's own columns", text(HEAD, ANN, BEA), {"P-1": "taken", "P-2": "taken"}),
    File(
        "CiviCRM: names of coordinators, do-not flags, the dead, phones and addresses over several columns",
        text(
            CIVI,
            '"101","Ann","Lee","1984-05-17"' + MOSTLY
            + '"0191 496 0001","07700 900101","Yes","No","","","2026-01-12","Tom Reed","Yes"',
            '"102","Bea","Moss","1970-01-02"' + MOSTLY
            + '"","07700900102","No","Yes","maybe","","2026-01-12","NULL","No"',
            '"103","Cy","Fern","1950-01-02"' + MOSTLY + '"","","No","No","No","2026-01-30 00:00:00","2026-01-12","",""',
            '"104","Di","Vale","1990-01-02"' + MOSTLY + '"","","No","No","No","","2026-01-12","OKAFOR T (CMHN)",""',
        ),
        {"101": "taken", "102": "taken", "103": "skipped", "104": "taken"},
        {"102": "Do Not Mail: must be yes or no: counts as yes", "103": "died on 30 Jan 2026",
         "104": "OKAFOR T (CMHN) names nobody who works here: taken without a coordinator",
         "101": "phone: holds 2 numbers: each is taken"},
        {
            "101": {"do_not": ["call"], "address": "1 Mill Lane, Northtown, NT1 2AB", "coordinator": "w-tom",
                    "phones": [{"number": "0191 496 0001", "label": "Home Phone"},
                               {"number": "07700 900101", "label": "Mobile Phone"}]},
            "102": {"do_not": ["text", "letter"], "coordinator": None,
                    "phones": [{"number": "07700900102", "text_ok": False, "voicemail": "no"}]},
            "104": {"coordinator": None},
        },
        mapped=CIVI_MAP,
        kept_out=True,
    ),
    File(
        "RiO: a title above the headings, NHS numbers in threes, a name in one column",
        text(
            "RiO Caseload Report,,,,,,,", "Run 03/03/2026 08:12,,,,,,,",
            "Client ID,Client Name,NHS Number,DOB,Start,Team,Level,Key Worker",
            '1000234,"SMITH, John (Mr)",999 000 0018,17/05/84,12-Jan-2026,north team,Standard,Reed Tom',
            '1000235,"O\'NEILL-JONES, Siobhan Mary (Mrs)",UNKNOWN,,12-Jan-2026,North,Standard,"REED, Tom (Mr)"',
        ),
        {"1000234": "taken", "1000235": "taken"},
        {"1000234": "born: says two digits of the year: read as 17 May 1984"},
        {"1000234": {"given": "John", "family": "Smith", "nhs_number": "9990000018", "born": "1984-05-17",
                     "team": "North", "coordinator": None},
         "1000235": {"given": "Siobhan Mary", "family": "O'Neill-Jones", "nhs_number": None, "coordinator": "w-tom"}},
        ("the headings stand on line 3",),
        '[columns]\n"Client ID" = "ref"\n"Client Name" = "name"\nDOB = "born"\nStart = "accepted_on"\n'
        'Level = "tier"\n"Key Worker" = "coordinator"\n[defaults]\nsource = "other"\n',
    ),
    File(
        "SQL Server: NULL in every empty cell, midnight behind every date",
        text(
            f"{HEAD},born,nhs_number,phone,email,coordinator,last_contact_on",
            "P-1,Ann,Lee,2026-01-12 00:00:00.000,gp,North,standard,1984-05-17 00:00:00.000,NULL,NULL,NULL,NULL,NULL",
            "P-2,Bea,Null,2026-01-12T00:00:00,gp,North,standard,NULL,NULL,NULL,NULL,w-tom,2026-02-20T14:35:00Z",
        ),
        {"P-1": "taken", "P-2": "taken"},
        known={"P-1": {"born": "1984-05-17", "coordinator": None, "phones": None, "email": None},
               "P-2": {"family": "Null", "coordinator": "w-tom", "spoke": "2026-02-20T12:00:00+00:00"}},
    ),
    File(
        "Excel, UK: numbers in E+ form, phones without their 0, one digit short",
        text(
            f"{HEAD},nhs_number,phone",
            f"{ANN},9.99E+09,7700900142", f"{BEA},9990000018,7.7009E+09",
            "P-3,Cy,Fern,12/01/2026,gp,North,light,,0770090014",
            "P-4,Di,Vale,12/01/2026,gp,North,light,,447700900144",
            "2.98725E+13,Ed,Wynn,12/01/2026,gp,North,light,,",
        ),
        {"P-1": "taken", "P-2": "taken", "P-3": "taken", "P-4": "taken", "2.98725E+13": "refused"},
        {"P-1": "nhs_number: is a number in E+ form", "P-2": "phone: is a number in E+ form",
         "P-3": "phone: the number has fewer digits", "P-4": "phone: the + that the number began with was lost",
         "2.98725E+13": "ref: is a number in E+ form"},
        {"P-1": {"nhs_number": None, "phones": [{"number": "07700900142"}]}, "P-2": {"phones": None},
         "P-4": {"phones": [{"number": "+447700900144"}]}},
        kept_out=True,
    ),
    File(
        "Excel, US: the month first somewhere, so that no date is guessed",
        text(HEAD, ANN.replace("12/01/2026", "02/03/2026"), BEA.replace("13/01/2026", "01/23/2026")),
        {"P-1": "refused", "P-2": "refused"},
        {"P-1": "accepted_on: could be either", "P-2": "accepted_on: has the month first"},
    ),
    File("Excel, UTF-16 with tabs", text(*(x.replace(",", "\t") for x in (HEAD, ANN, BEA)), encoding="utf-16"),
         {"P-1": "taken", "P-2": "taken"}),
    File("Excel: sep=; and semicolons", text("sep=;", *(x.replace(",", ";") for x in (HEAD, ANN))), {"P-1": "taken"}),
    File("LibreOffice: semicolons, BOM, CRLF",
         "\ufeff".encode() + text(*(x.replace(",", ";") for x in (HEAD, ANN)), end="\r\n"), {"P-1": "taken"}),
    File("Windows-1252", text(HEAD, ANN.replace("Ann,Lee", "José,Núñez"), encoding="cp1252"), {"P-1": "taken"},
         known={"P-1": {"given": "José", "family": "Núñez"}}, of_file=("Windows-1252",)),
    File("pipes", text(*(x.replace(",", "|") for x in (HEAD, ANN))), {"P-1": "taken"}),
    File(
        "Google Contacts: an apostrophe before each number, several in a cell",
        text(f"{HEAD},phone", f"{ANN},'+44 7700 900142 ::: 0191 496 0003", f"{BEA},'07700 900143 / 0191 496 0002"),
        {"P-1": "taken", "P-2": "taken"},
        known={"P-1": {"phones": [{"number": "+44 7700 900142"}, {"number": "0191 496 0003"}]},
               "P-2": {"phones": [{"number": "07700 900143"}, {"number": "0191 496 0002"}]}},
    ),
    File(
        "Outlook: two phones with whose they are",
        text(f"{HEAD},phone,text_ok", f'{ANN},"07700 900142 (own); 07700 900143 (mum)",yes;no', f"{BEA},none,n/a"),
        {"P-1": "taken", "P-2": "taken"},
        known={"P-1": {"phones": [{"number": "07700 900142", "label": "own", "text_ok": True},
                                  {"number": "07700 900143", "label": "mum", "text_ok": False}]},
               "P-2": {"phones": None}},
    ),
    File(
        "KenyaEMR line list: a status column nobody mapped",
        text("Line list,,,,,,,", f"{HEAD},Exit Status", f"{ANN},Died", f"{BEA},Active"),
        {"P-1": "taken", "P-2": "taken"},
        of_file=('"Exit Status" is left out, and may say who died, left, or must not be reached',),
    ),
    File(
        "who died and who left, however it is written",
        text(
            f"{HEAD},died_on,discharged_on",
            f"{ANN},30/01/2026,", f"{BEA},,01/02/2026", "P-3,Cy,Fern,12/01/2026,gp,North,light,Y,",
            "P-4,Di,Vale,12/01/2026,gp,North,light,,2026-06-01", "P-5,Ed,Wynn,12/01/2026,gp,North,light,not known,no",
            "P-6,Flo,Wynn,12/01/2026,gp,North,light,soon?,", "P-7,Gus,Wynn,12/01/2026,gp,North,light,,sometime",
            ",,,,,,,2026-01-01,",
        ),
        {"P-1": "skipped", "P-2": "skipped", "P-3": "skipped", "P-4": "taken", "P-5": "taken", "P-6": "refused",
         "P-7": "taken", "": "skipped"},
        {"P-1": "died on 30 Jan 2026", "P-2": "discharged on 1 Feb 2026", "P-3": "died", "P-4": "lies ahead",
         "P-6": "died_on: can't be read", "P-7": "discharged_on: can't be read"},
        kept_out=True,
    ),
    File(
        "zones: without a date, without a word that is known, by their letter",
        text(
            f"{HEAD},zone,zone_reason,zone_review_on",
            f"{ANN},amber,,", f"{BEA},RED,sleeping by day,", "P-3,Cy,Fern,12/01/2026,gp,North,light,A,,",
            "P-4,Di,Vale,12/01/2026,gp,North,light,purple,,", "P-5,Ed,Wynn,12/01/2026,gp,North,light,UNKNOWN,,",
            "P-6,Flo,Wynn,12/01/2026,gp,North,light,amber,,31/02/2026",
        ),
        dict.fromkeys(("P-1", "P-2", "P-3", "P-4", "P-5", "P-6"), "taken"),
        {"P-4": "zone: is not one of: red, amber, green: counts as red until somebody has looked",
         "P-6": "zone_review_on: is not a date that exists"},
        {"P-1": {"zone": "amber"}, "P-2": {"zone": "red"}, "P-3": {"zone": "amber"}, "P-4": {"zone": "red"},
         "P-5": {"zone": "unknown"}, "P-6": {"zone": "amber"}},
        kept_out=True,
    ),
    File(
        "consent, do-not and unsafe cells that can't be read count as the prohibition",
        text(
            f"{HEAD},consent_to_contact,do_not,phone,phone_unsafe,text_ok,voicemail",
            f"{ANN},Y,phone; sms,07700 900142,no,yes,yes", f"{BEA},ask his sister,by no means,07700 900143,?!,hm,hm",
            "P-3,Cy,Fern,12/01/2026,gp,North,light,N,no,07700 900144,,,unknown",
        ),
        dict.fromkeys(("P-1", "P-2", "P-3"), "taken"),
        {"P-2": "do_not: is not one of"},
        {"P-1": {"consent": "yes", "do_not": ["call", "text"],
                 "phones": [{"number": "07700 900142", "unsafe": False, "text_ok": True, "voicemail": "yes"}]},
         "P-2": {"consent": "no", "do_not": ["voicemail", "text", "email", "letter", "call", "unannounced_visit"],
                 "phones": [{"number": "07700 900143", "unsafe": True, "text_ok": False, "voicemail": "no"}]},
         "P-3": {"consent": "no", "do_not": []}},
        kept_out=True,
    ),
    File(
        "cells that can't be read stay out, and the person comes in",
        text(
            f"{HEAD},nhs_number,born,email,children_at_home,last_contact_on,last_risk_check_on",
            f"{ANN},9990000019,31/02/1984,a@example.org,perhaps,2026-01-02,next week",
            f"{BEA},n/a,2031-01-01,,,,",
            "P-3,Cy,Fern,12/01/2026,the pub,North,light,,,,,,",
        ),
        dict.fromkeys(("P-1", "P-2", "P-3"), "taken"),
        {"P-1": "nhs_number: is not an NHS number", "P-2": "born: ", "P-3": "source: is not one of"},
        {"P-1": {"nhs_number": None, "born": None, "email": "a@example.org", "children_at_home": None,
                 "spoke": None},
         "P-2": {"born": None}},
        kept_out=True,
    ),
    File(
        "what refuses a row: who they are, and where they stand",
        text(
            f"{HEAD},name", ",Ann,Lee,12/01/2026,gp,North,standard,", "P-2,,Moss,12/01/2026,gp,North,standard,",
            "P-3,Cy,Fern,soon,gp,North,standard,", "P-4,Di,Vale,12/01/2026,gp,,standard,",
            "P-5,Ed,Wynn,12/01/2026,gp,North,gold,", "P-6,,,12/01/2026,gp,North,standard,Cher",
            "P-7,,,12/01/2026,gp,North,standard,Ana de la Cruz", "p-7,Jo,Hill,12/01/2026,gp,North,standard,",
        ),
        {"": "refused", "P-2": "refused", "P-3": "refused", "P-4": "refused", "P-5": "refused", "P-6": "refused",
         "P-7": "taken", "p-7": "refused"},
        {"P-5": "tier: is not a tier", "P-6": "name: must hold a given and a family name",
         "p-7": "ref: is on line 8 of this file already"},
        {"P-7": {"given": "Ana", "family": "de la Cruz"}},
    ),
    File(
        "workers by id in another case, by a name that two have, by one who left",
        text(f"{HEAD},coordinator,clinical_oversight", f"{ANN},W-TOM,Dr Shah", f"{BEA},Sam Twin,Dr Shah",
             "P-3,Cy,Fern,12/01/2026,gp,North,light,Lou Gone,"),
        dict.fromkeys(("P-1", "P-2", "P-3"), "taken"),
        {"P-2": "Sam Twin is the name of several who work here",
         "P-3": "Lou Gone names somebody who works here no longer"},
        {"P-1": {"coordinator": "w-tom"}, "P-2": {"coordinator": None}, "P-3": {"coordinator": None}},
    ),
    File(
        "the next contact by a worker's name, and one with nobody",
        text(
            f"{HEAD},coordinator,next_contact_at,next_contact_method,next_contact_worker,do_not",
            f"{ANN},w-tom,06/03/2026 14:00,,\"Able, Ann\",", f"{BEA},,06/03/2026 14:00,visit,Nobody Known,",
            "P-3,Cy,Fern,12/01/2026,gp,North,light,w-tom,2026-03-06T14:00:00Z,,,call",
        ),
        dict.fromkeys(("P-1", "P-2", "P-3"), "taken"),
        {"P-2": "next_contact_at: stays out: nobody who works here"},
        {"P-1": {"booked": ("call", "w-ann")}, "P-2": {"booked": None}, "P-3": {"booked": ("visit", "w-tom")}},
    ),
    File(
        "the same person twice in one file",
        text(f"{HEAD},nhs_number,born", f"{ANN},9990000018,1984-05-17", f"{BEA},999 000 0018,",
             "P-3,ann,LEE,12/01/2026,gp,North,light,,17/05/1984"),
        dict.fromkeys(("P-1", "P-2", "P-3"), "taken"),
        {"P-2": "P-1 has the same NHS number", "P-3": "P-1 has the same name and birth date"},
    ),
    File("a column twice that can be joined: lists of notes",
         text(f"{HEAD},must_not_contact,Must not contact", f"{ANN},his brother,the landlord"), {"P-1": "taken"},
         known={"P-1": {"must_not_contact": ["his brother", "the landlord"]}}),
    File(
        "words for nothing, of one column and of all",
        text(f"{HEAD},nhs_number,email", f"{ANN},0000000000,TBC", f"{BEA},9990000018,tbc"),
        {"P-1": "taken", "P-2": "taken"},
        known={"P-1": {"nhs_number": None, "email": None}, "P-2": {"nhs_number": "9990000018", "email": None}},
        mapped='[nothing]\nnhs_number = ["0000000000"]\n"*" = ["tbc"]\n',
    ),
    File(
        "a workbook: dates as days, whole numbers, a second sheet that is not read",
        workbook(("Caseload", [["Team caseload", ""], [*HEAD.split(","), "phone", "nhs_number"],
                               [298725, *ANN.split(",")[1:], 7700900142, 9990000018]]),
                 ("Left", [HEAD.split(",")])),
        {"298725": "taken"},
        {"298725": "phone: the 0 that the number began with was lost"},
        {"298725": {"nhs_number": "9990000018", "phones": [{"number": "07700900142"}]}},
    ),
    File("a merged heading above the headings", text("Who,,,When,From,Where,", HEAD, ANN), {"P-1": "taken"}),
    File("blank lines between rows, blank cells behind them", text("", HEAD, "", f"{ANN},,,", ",,,,,,", BEA),
         {"P-1": "taken", "P-2": "taken"}),
    File("a row with a cell too many, and a quote that is never closed",
         text(HEAD, f"{ANN},more", BEA, '"P-3,Cy'), {"": "refused", "P-2": "taken"}),
    File("SystmOne: an offset behind each moment: the date is the one here",
         text(f"{HEAD},born,last_contact_on", f"{ANN},1984-05-16T23:00:00Z,2026-02-20T23:30:00+00:00"),
         {"P-1": "taken"},
         known={"P-1": {"born": "1984-05-17", "spoke": "2026-02-20T12:00:00+00:00"}}),
    File("Carenotes: half a plan, and what it would avoid",
         text(f"{HEAD},avoid,if_missed", f"{ANN},Do not phone; no texts,We write."), {"P-1": "taken"},
         {"P-1": "contact_methods: no contact plan without"}, {"P-1": {"do_not": ["call", "text"]}}, kept_out=True),
    File("a formula in a cell is text", text(f"{HEAD},email", f"{ANN},'=HYPERLINK(1)"), {"P-1": "taken"},
         known={"P-1": {"email": "=HYPERLINK(1)"}}),
    File("groups and a locality", text(f"{HEAD},groups,locality", f"{ANN},ethnicity: Asian; first language: Urdu,East"),
         {"P-1": "taken"}, {"P-1": "the Standards list no locality east"},
         {"P-1": {"locality": "east", "groups": {"ethnicity": "Asian", "first_language": "Urdu"}}}),
]  # fmt: skip
