# A shell script of curl calls that prints TAP: for sh and prove
include "case";

# Text between the quotes of curl's configuration, which themselves stand between those of the shell.
def quoted:
  if tojson | contains("\\") then
    split("\\") | join("\\\\") | split("\"") | join("\\\"") | split("\n") | join("\\n") | split("\r") | join("\\r")
    | split("\t") | join("\\t")
  else . end | split("'") | join("'\\''");
def setting($name): "'\($name) = \"" + render(quoted; "'\"$\(.)\"'") + "\"'";

# curl has a header without a value only with a semicolon.
def header: .key + (if .value == "" then ";" else ": " + .value end) | setting("header");

# The title, without what TAP has for directives.
def description: title | split("\\") | join("\\\\") | split("#") | join("\\#");

def call:
  ["check", (description | @sh), (codes | map(split("XX") | join("??")) | join(" ") | @sh), (mark // "-"),
    (if .method == "HEAD" then "head" else .method | setting("request") end),
    "'url = \"'\"$baseUrl\"'" + (.target | setting("url") | .[8:]), (fields[] | header),
    (if .method == "HEAD" then empty else .body_text // empty | "'data-raw = \"" + quoted + "\"'" end)]
  | join(" ");

cases($ARGS.named)
| (map(select(beyond_curl) | .case_id)) as $aside | map(select(beyond_curl | not))
| "#!/bin/sh
# \(heading), as TAP.  From casecraft export tap.
#
#     baseUrl=https://host/path sh THIS-FILE        or   prove -e sh THIS-FILE
#
# baseUrl: the whole URL of the server.  Credentials: \(credentials | if . == [] then "none" else join(", ") end).
# SKIP=state,rule: leave aside cases that need something to be so before, or test a rule in words.
# TIMEOUT: seconds for one case, 30.\(if $aside == [] then "" else "\n# Left out, since curl cannot send them: \($aside | join(", "))." end)
set -uf
: \"${baseUrl:?is not set: it is the URL of the server}\"
baseUrl=${baseUrl%/}
number=0 failed=0

# A value for between the quotes of curl's configuration.
quote() {
  printf '%s' \"$1\" | tr -d '\\r\\n' | sed 's/[\\\\\"]/\\\\&/g'
}
\(credentials | map("[ -n \"${\(.):-}\" ] || echo '# \(.) is not set'\n\(.)=$(quote \"${\(.):-}\")") | join("\n"))

# check TITLE STATUSES MARK LINE...: one case; the lines are of curl's configuration.
check() {
  title=$1 statuses=$2 mark=$3
  shift 3
  number=$((number + 1))
  case \",${SKIP:-},\" in
    *\",$mark,\"*)
      printf 'ok %d - %s # SKIP %s\\n' \"$number\" \"$title\" \"$mark\"
      return
      ;;
  esac
  got=$(printf '%s\\n' \"$@\" |
    curl -q -sSg --path-as-is --max-time \"${TIMEOUT:-30}\" -o /dev/null -w '%{http_code}' -K - 2>&1)
  for status in $statuses; do
    # shellcheck disable=SC2254 # a pattern
    case $got in
      $status)
        printf 'ok %d - %s\\n' \"$number\" \"$title\"
        return
        ;;
    esac
  done
  failed=$((failed + 1))
  printf 'not ok %d - %s\\n' \"$number\" \"$title\"
  printf '%s\\n' \"got $got, expected $statuses\" | sed 's/^/# /'
}

echo 1..\(length)",
  (.[] | call),
  "[ \"$failed\" = 0 ]"
