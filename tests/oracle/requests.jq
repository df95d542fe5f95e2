# requests.jq: the cases of cc-call's results as one curl configuration, a request each, and what curl is to say
# of it: NUMBER, status and what Prism found, between tabs.
#
# Arguments: $base, where the server is.  What a case holds is sent as it stands, with the placeholders filled.

def fill: split("${AUTH_TOKEN}") | join("token") | split("${API_KEY}") | join("key")
  | split("${BASIC_CREDENTIALS}") | join("dXNlcjpzZWNyZXQ=");

# A value between quotes, as curl reads it.
def quoted: split("\\") | join("\\\\") | split("\"") | join("\\\"") | split("\n") | join("\\n")
  | split("\r") | join("\\r") | split("\t") | join("\\t") | "\"\(.)\"";

# A header; curl takes one without a value only with a semicolon.
def header($name; $value): "header = " + (if $value == "" then "\($name);" else "\($name): \($value)" end | quoted);

[inputs | .cases[]?] | to_entries[] | .key as $number | .value
| (if $number > 0 then "next" else empty end),
  "silent", "globoff", "path-as-is", "max-time = 60",
  (if .method == "HEAD" then "head" else "request = \(.method | quoted)" end),
  "url = \($base + .target | fill | quoted)",
  (.headers // {} | to_entries[] | header(.key; .value | fill)),
  (.cookies // empty | header("Cookie"; [to_entries[] | "\(.key)=\(.value | fill)"] | join("; "))),
  (.content_type // empty | header("Content-Type"; .)),
  (.body_text // empty | "data-raw = \(fill | quoted)"),
  "output = \"/dev/null\"",
  "write-out = \"\($number)\\t%{http_code}\\t%header{sl-violations}\\n\""
