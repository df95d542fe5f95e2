# A line with a curl call for each case, to pick from by hand
include "case";

def words: render(@sh; "\"$\(.)\"");

# curl has a header without a value only with a semicolon.
def header:
  "-H " + (.key + (if .value == "" then ";" else ": " + .value end) | words);

# A word of a command has 128 KiB at most on Linux; what printf writes has no limit.
def long: (.body_text // "" | utf8bytelength) > 100000;

def call:
  [(if long then "printf %s \(.body_text | @sh) |" else empty end),
    "curl -sSg --path-as-is -o /dev/null -w '%{http_code}\\n'",
    (if .method == "HEAD" then "-I" else "-X " + (.method | @sh) end), (fields[] | header),
    (if .method == "HEAD" then empty elif long then "--data-binary @-"
      else .body_text // empty | "--data-raw " + @sh end),
    "\"$baseUrl\"" + (.target | words), "| grep -xE", (pattern | @sh), "#", title, (mark | values | "[\(.)]")]
  | join(" ");

cases($ARGS.named)
| (map(select(beyond_curl) | .case_id)) as $aside | map(select(beyond_curl | not))
| "# \(heading), a line each, which prints the status where it is an expected one, and else ends with 1.",
  "# Variables: \(["baseUrl (the whole URL of the server)"] + credentials | join(", ")).  From casecraft export curl.",
  (select($aside != []) | "# Left out, since curl cannot send them: \($aside | join(", "))."),
  (.[] | call)
