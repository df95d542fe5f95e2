# A page to read and review, a table for each operation
include "case";

# Words: nothing in them is markup, HTML or an address.
def escaped($mark): if contains($mark) then split($mark) | join("\\" + $mark) else . end;
def entity($mark; $entity): if contains($mark) then split($mark) | join($entity) else . end;
def words:
  line | escaped("\\") | entity("&"; "&amp;") | entity("<"; "&lt;") | entity(">"; "&gt;")
  | escaped("`") | escaped("*") | escaped("_") | escaped("[") | escaped("]") | escaped("|") | escaped("~")
  | escaped("#") | escaped("!") | escaped("$") | escaped(":") | entity("@"; "<!-- -->@") | entity("www."; "www\\.");

# Text as it stands, between more backquotes than it has, with the breaks of lines written as in JSON.
def verbatim:
  (if line == . then . else tojson | .[1:-1] end)
  | (if contains("`") then [match("`+"; "g").length] | max else 0 end) as $longest
  | ("`" * ($longest + 1)) as $fence
  | (split("|") | join("\\|")) as $text
  | "\($fence)\(if contains("`") or startswith(" ") then " \($text) " else $text end)\($fence)";

def request:
  [("\(.method) \(.target)" | verbatim), (fields[] | "\(.key): \(.value)" | verbatim),
    (.body_text // empty | if . == "" then "(an empty body)" else verbatim end)] | join("<br>");

def row: "| \([.case_id, (.priority | words), (.name | words), request, expected,
  (mark // ""), (.preconditions // [] | map(words) | join("<br>"))] | join(" | ")) |";

cases($ARGS.named)
| "# \(.[0].title | words)", "", "\(length) cases.  From casecraft export markdown.",
  (group_by(.slug)[]
    | "", "## \(.[0].operation | words)", "",
      (.[0].summary | select(. != "") | words, ""),
      "| Case | Priority | What | Request | Expected | Mark | Before |", "|---|---|---|---|---|---|---|", (.[] | row))
