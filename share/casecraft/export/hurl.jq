# Entries of Hurl, with assertions
include "case";

# What has a meaning of its own in Hurl goes out as an escape: braces, quotes, comments, blanks at the ends.
def escape: . as $code | "0123456789abcdef" as $digits
  | "\\u{\($digits[$code / 16 | floor:][:1])\($digits[$code % 16:][:1])}";
def quoted($plain):
  if test("^[A-Za-z0-9\($plain)]*$") then .
  else [explode[] | if . > 127 or ([.] | implode | test("[A-Za-z0-9\($plain)]")) then [.] | implode else escape end] | join("") end;
def value: render(quoted(" !$%&'()*+,./:;<=>?@^_|~-"); "{{\(.)}}")
  | if startswith(" ") then "\\u{20}" + .[1:] else . end | if endswith(" ") then .[:-1] + "\\u{20}" else . end;

# JSON in one line without braces of templates or escapes is Hurl's own; all else goes as bytes.
def body:
  if (startswith("{") or startswith("[")) and (contains("{{") or contains("\\") or contains("\n") or contains("\r") | not)
    and (try (fromjson | true) catch false)
  then . else "base64,\(@base64);" end;

def expectation:
  if single then "HTTP \(codes[0])"
  else "HTTP *\n[Asserts]\nstatus toString matches /^(\(pattern))$/" end;

cases($ARGS.named)
| (map(select(.method | test("^[A-Z]+$") | not) | .case_id)) as $aside | map(select(.case_id | IN($aside[]) | not))
| "# \(heading).  From casecraft export hurl.
#
#     hurl --test --variable baseUrl=https://host/path --variable skip=false THIS-FILE
#
# baseUrl: the whole URL of the server.  Credentials: \(credentials | if . == [] then "none" else join(", ") end).
# skip=true leaves aside the cases marked [state] or [rule]: they need something to be so before, or test a rule in words.",
  (select($aside != []) | "# Left out, since Hurl knows methods of capitals alone: \($aside | join(", "))."),
  (.[]
    | "",
      "# \(title)\(mark | if . then " [\(.)]" else "" end)",
      "\(.method) {{baseUrl}}\(.target | render(.; "{{\(.)}}"))",
      (fields[] | "\(.key | quoted("_-")): \(.value | value)"),
      (if mark then "[Options]\nskip: {{skip}}" else empty end),
      (.body_text // empty | body),
      expectation)
