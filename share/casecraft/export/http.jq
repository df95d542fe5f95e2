# Requests in a .http file, with assertions: for httpyac
include "case";

# httpyac runs what stands between {{ and }} as JavaScript: such text goes out as a string of that language.
# On one line, for which it takes U+2028 and U+2029 as ends.
def script: tojson | split("{") | join("\\x7b") | split("}") | join("\\x7d") | split("\u2028") | join("\\u2028")
  | split("\u2029") | join("\\u2029") | "{{\(.)}}";
def literal: if contains("{{") or contains("}}") or contains("\\{") or test("^\\s|\\s$") then script else . end;
def words: if contains("{{") or contains("\\{") then render(script; "{{\(.)}}") else render(.; "{{\(.)}}") end;

# A body of one line that begins as JSON does; every other could be read as something else.
def body: if test("^([\\[{\"0-9-]|true|false|null)[^\\r\\n]*$") and (test("\\s$|//") | not) then literal else script end;

# Nor one in JSON lines or a form, where it ends lines and encodes what is not; but it knows these types by small letters
# alone, which servers do not.
def media: if test("^application/x-(ndjson|www-form-urlencoded)") then "A" + .[1:] else . end;

# It also turns the escaped braces \{\{x\}\} into {{x}} wherever they come from, cuts a blank (that is: a last byte A0) off
# a header, knows these methods alone, and sends no body with HEAD: cases with such are left out.
def changed: ([fields[].value, .body_text // ""] | any(contains("\\{\\{"))) or any(byte_fields[].value; endswith("\u00a0"));
def unknown: .method | IN("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT", "PROPFIND", "PROPPATCH",
  "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "CHECKOUT", "CHECKIN", "REPORT", "MERGE", "MKACTIVITY", "MKWORKSPACE", "VERSION-CONTROL",
  "BASELINE-CONTROL", "MKCALENDAR", "ACL", "SEARCH") | not;
def ambiguous: changed or unknown or .method == "HEAD" and (.body_text // "") != "";

cases($ARGS.named)
| (map(select(ambiguous) | .case_id)) as $aside | map(select(ambiguous | not))
| "# \(heading).  From casecraft export http.
#
#     httpyac send THIS-FILE --all --var baseUrl=https://host/path SKIP=
#
# baseUrl: the whole URL of the server.  Credentials: \(credentials | if . == [] then "none" else join(", ") end).
# SKIP=state,rule: leave aside cases that need something to be so before, or test a rule in words.",
  (select($aside != []) | "# Left out, since httpyac would not send them, or not as they are: \($aside | join(", "))."),
  (.[]
    | "",
      "### \(title | split("{{") | join("{ {"))",
      (mark | values | "# @tag \(.)", "# @disabled SKIP.split(',').includes('\(.)')"),
      "# @no-redirect",
      "# @noCookieJar",
      "\(.method) {{baseUrl}}\(.target | render(.; "{{\(.)}}"))",
      (byte_fields[] | "\(.key): \(if .key == "Content-Type" then .value | media else .value end | words)"),
      (if (.body_text // "") != "" then "", (.body_text | body) else empty end),
      "",
      (if single then "?? status == \(codes[0])"
        else "?? status matches ^(\(pattern))$" end))
