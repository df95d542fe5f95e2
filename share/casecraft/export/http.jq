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

# It also turns the escaped braces \{\{x\}\} into {{x}} wherever they come from: a case with them is left out.
def ambiguous: [fields[].value, .body_text // ""] | any(contains("\\{\\{"));

cases($ARGS.named)
| (map(select(ambiguous) | .case_id)) as $aside | map(select(ambiguous | not))
| "# \(heading).  From casecraft export http.
#
#     httpyac send THIS-FILE --all --var baseUrl=https://host/path SKIP=
#
# baseUrl: the whole URL of the server.  Credentials: \(credentials | if . == [] then "none" else join(", ") end).
# SKIP=state,rule: leave aside cases that need something to be so before, or test a rule in words.",
  (select($aside != []) | "# Left out, since httpyac would change what they send: \($aside | join(", "))."),
  (.[]
    | "",
      "### \(title | split("{{") | join("{ {"))",
      (mark | values | "# @tag \(.)", "# @disabled SKIP.split(',').includes('\(.)')"),
      "# @no-redirect",
      "# @noCookieJar",
      "\(.method) {{baseUrl}}\(.target | render(.; "{{\(.)}}"))",
      (fields[] | "\(.key): \(.value | words)"),
      (if (.body_text // "") != "" then "", (.body_text | body) else empty end),
      "",
      (if single then "?? status == \(codes[0])"
        else "?? status matches ^(\(pattern))$" end))
