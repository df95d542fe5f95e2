# A module for pytest, with Python's standard library alone
include "case";

# JSON's strings are Python's, surrogates aside, which jq does not write.
def text: render(tojson + " + "; . + " + ") | rtrimstr(" + ") | if . == "" then "\"\"" else . end;

def row:
  [(.name | line | tojson), (.method | tojson), (.target | text),
    "[\(fields | map("(\(.key | tojson), \(.value | text))") | join(", "))]",
    (if .body_text then .body_text | tojson else "None" end), (pattern | tojson), (mark // "" | tojson)]
  | join(", ");

cases($ARGS.named)
| "# \(heading).  From casecraft export pytest.
#
#     baseUrl=https://host/path python3 -m pytest THIS-FILE
#
# baseUrl: the whole URL of the server.  Credentials: \(credentials | if . == [] then "none" else join(", ") end).
# SKIP=state,rule: leave aside cases that need something to be so before, or test a rule in words.
# TIMEOUT: seconds for one case, 30.
import http.client
import os
import re
import urllib.parse

import pytest

SKIP = os.environ.get(\"SKIP\", \"\").split(\",\")
TIMEOUT = float(os.environ.get(\"TIMEOUT\", \"30\"))
\(credentials | map("\(.) = os.environ.get(\"\(.)\", \"\")\n") | join(""))

def send(method, target, headers, body):
    \"\"\"Sends it as it stands, follows nothing, and returns the status.\"\"\"
    base = os.environ.get(\"baseUrl\")
    if not base:
        pytest.exit(\"baseUrl is not set: it is the URL of the server\", returncode=4)
    url = urllib.parse.urlsplit(base)
    kind = http.client.HTTPSConnection if url.scheme == \"https\" else http.client.HTTPConnection
    connection = kind(url.hostname, url.port, timeout=TIMEOUT)
    try:
        values = {name: value.encode() for name, value in headers}
        connection.request(method, url.path.rstrip(\"/\") + target, None if body is None else body.encode(), values)
        return connection.getresponse().status
    finally:
        connection.close()


CASES = [",
  (.[] | "    pytest.param(\(row), id=\(.case_id | tojson)),"),
  "]


@pytest.mark.parametrize(\"name, method, target, headers, body, statuses, mark\", CASES)
def test_case(name, method, target, headers, body, statuses, mark):
    if mark in SKIP and mark:
        pytest.skip(mark)
    status = send(method, target, headers, body)
    assert re.fullmatch(statuses, str(status)), f\"{name}: got {status}, expected {statuses}\""
