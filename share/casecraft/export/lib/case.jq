# What the formats share.  A format is a program of its own beside this folder; its first line says what it is:
#
#     cat DIR/*.json | jq -nr -L share/casecraft/export/lib -f share/casecraft/export/csv.jq
#
# Of a case they use what is sent (method, target, headers, cookies, content_type, body_text), what is expected
# (status, status_in) and what tells it from others; never body, whose numbers jq 1.6 rounds.

# A text on one line, without control characters, breaks of any kind, and marks that turn the direction round.
def line:
  if utf8bytelength == length and (tojson | contains("\\") | not) and (contains("\u007f") | not) then .
  else [explode[] | if . < 32 or (. >= 127 and . < 160) or . == 8232 or . == 8233 then 32 else . end
      | select((. >= 8234 and . <= 8238 or . >= 8294 and . <= 8297 or . == 65279) | not)] | implode end;

# What fits the pattern, without what does not: documents may come from anywhere.
def only($pattern): if test("\\A(\($pattern))*\\z") then . else [scan($pattern)] | join("") end;
def token: only("[A-Za-z0-9!#$%&'*+.^_`|~-]");
def identifier: only("[A-Za-z0-9_-]");
def one_line: split("\r") | join(" ") | split("\n") | join(" ") | split("\u0000") | join(" ");

# A text cut at the placeholders of credentials: [{text: "Bearer "}, {variable: "AUTH_TOKEN"}].
def pieces:
  def cut($name): [.[] | if .text then .text | split("${\($name)}") | map({text: .}, {variable: $name}) | .[:-1][] else . end];
  if contains("${") then
    [{text: .}] | cut("AUTH_TOKEN") | cut("API_KEY") | cut("BASIC_CREDENTIALS") | map(select(.text != ""))
  else [{text: .}] end;

# A text with each part of it written by one of two filters: what is literal, and the name of a credential.
def render(literal; variable): [pieces[] | if .variable then .variable | variable else .text | literal end] | join("");

# A target holds what a URL may hold, and begins with a slash, without which "@host" would be a server of its own; those
# of casecraft do.
def target:
  def encoded: [explode[] | [.] | implode | if test("[!#-;=?-Z\\[\\]_a-z~]") then . else @uri end] | join("");
  if startswith("/") then . else "/" + . end
  | if test("\\A[!#-;=?-Z\\[\\]_a-z~]*\\z") then . else render(encoded; "${\(.)}") end;

# Every case of the documents on stdin, of any --format, with operation "GET /books", slug "get_books", the operation's
# summary, and title and source of the description.
# $choice: {priority: "P0,P1", type: "negative"}, what is wanted; all where a member is absent or empty.
# Those without a target, of the Python tool of the same name, are left out, and their number goes to stderr.
# Ends with exit code 6 where there is none.
def cases($choice):
  def list: (. // "") | split(" ") | join("") | split(",");
  ($choice.priority | list) as $priorities | ($choice.type | list) as $types
  | [foreach (inputs | objects) as $document ({};
      if $document.case_id then .cases = [$document]
      elif $document.endpoint_id then {
        of: {operation: ("\($document.method) \($document.path)" | line), slug: ($document.slug // "" | identifier),
          summary: ($document.summary // "" | line), source: ($document.metadata.source // "" | line),
          title: ($document.metadata | [.api_title, .api_version | values] | join(" ") | if . == "" then "API" else line end)},
        cases: ($document.test_cases // [])}
      else .cases = [] end;
      .of as $of | .cases[]
      | select(($priorities == [] or any($priorities[] == .priority; .)) and ($types == [] or any($types[] == .test_type; .)))
      | . + $of)]
  | (map(select(.target | type != "string")) | length | if . > 0 then stderr else . end) as $aside
  | map(select(.target | type == "string") | .case_id |= identifier | .method |= token | .target |= target)
  | if . == [] then "" | halt_error(6) else . end;

# The statuses that will do: ["400", "4XX"].
def codes: [.status_in[]?, (select(.status_in | not) | .status | tostring) | select(test("\\A[1-5]([0-9][0-9]|XX)\\z"))];
def expected: codes | join(" or ");
# The same as a pattern for regular expressions, without anchors.
def pattern: [codes[] | if endswith("XX") then .[0:1] + "[0-9][0-9]" else . end] | join("|");
# Whether it is one status, and no class.
def single: codes | length == 1 and (.[0] | endswith("XX") | not);

# What has to be so before the request, in a word: "rule", "state", or null.
def mark:
  if .violates.in == "rule" then "rule" elif .violates.in == "state" or .preconditions then "state" else null end;

def title: "\(.case_id) \(.name | line)";

# The headers as they go out, in order: [{key, value}].
def fields:
  [(.headers // {} | to_entries[]),
    (.cookies | values | {key: "Cookie", value: [to_entries[] | "\(.key)=\(.value)"] | join("; ")}),
    (.content_type | values | {key: "Content-Type", value: .})
    | .key |= token | .value |= one_line | select(.key != "")];

# The same for programs that send a character as one byte, and would lose or refuse what is no ASCII: the bytes of UTF-8.
def bytes:
  def more($unit): 128 + (. / $unit | floor) % 64;
  if utf8bytelength == length then .
  else [explode[]
      | if . < 128 then . elif . < 2048 then 192 + (. / 64 | floor), more(1)
        elif . < 65536 then 224 + (. / 4096 | floor), more(64), more(1)
        else 240 + (. / 262144 | floor), more(4096), more(64), more(1) end] | implode end;
def byte_fields: fields | map(.value |= bytes);

# Whether a shell and curl cannot send it: no text of a shell has a NUL, and curl sends no body with HEAD.
def beyond_curl: (.method == "HEAD") as $head | .body_text // "" | . != "" and ($head or index("\u0000") != null);

# The credentials that the cases name, for the head of a file.
def credentials:
  [.[] | .target, (.headers, .cookies | values | .[])] | map(select(contains("${"))) | join(" ") as $all
  | ["AUTH_TOKEN", "API_KEY", "BASIC_CREDENTIALS"] | map(select(. as $name | $all | contains("${\($name)}")));

# The first line of a file about itself.
def heading: "Cases of \(.[0].title): \(length)";
