"""read.py csv|markdown FILE CASES: whether a reader of the format finds in FILE what stands in CASES (JSON, a list),
and nothing that a program would run.  Prints what is not so; exit code 1 then."""

import csv
import html.parser
import json
import sys


def say(*words):
    print(*words)
    say.code = 1


say.code = 0


def read_csv(name, cases):
    with open(name, encoding="utf-8", newline="") as file:
        if file.read(1) != "\ufeff":
            say("no mark at the start")
        rows = list(csv.DictReader(file))
    if [row["id"] for row in rows] != [case["case_id"] for case in cases]:
        say("not the same cases:", len(rows), "of", len(cases))
    for row, case in zip(rows, cases):
        body = case.get("body_text", "")
        if row["body"] not in (body, "'" + body):
            say(case["case_id"], "another body:", row["body"])
        if row["target"] != case["target"] or row["method"] != case["method"]:
            say(case["case_id"], "another request:", row["method"], row["target"])
        for cell in row.values():
            if cell[:1] in tuple("=+-@\t\r"):
                say(case["case_id"], "a formula:", cell)


class Page(html.parser.HTMLParser):
    """The rows of the tables of a page, as lists of texts."""

    allowed = {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}

    def __init__(self):
        super().__init__()
        self.rows = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.allowed or attrs:
            say("an element:", tag, attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def read_markdown(name, cases):
    """FILE is what cmark-gfm made of it."""
    page = Page()
    with open(name, encoding="utf-8") as file:
        page.feed(file.read())
    rows = {row[0]: row for row in ([cell.strip("\n") for cell in row] for row in page.rows) if row}
    if sorted(rows) != sorted(case["case_id"] for case in cases):
        say("not the same cases:", len(rows), "of", len(cases))
    for case in cases:
        row = rows.get(case["case_id"])
        if row is None:
            continue
        body = case.get("body_text", "")
        plain = body.isprintable() and body == body.strip() and body
        if not row[3].startswith(case["method"] + " " + case["target"]) or plain and not row[3].rstrip("\n").endswith(body):
            say(case["case_id"], "another request:", row[3])
        if case["name"].isprintable() and row[2].strip() != " ".join(case["name"].split()) and "  " not in case["name"]:
            say(case["case_id"], "another name:", row[2])


kind, name, cases = sys.argv[1:]
with open(cases, encoding="utf-8") as file:
    {"csv": read_csv, "markdown": read_markdown}[kind](name, json.load(file))
sys.exit(say.code)
