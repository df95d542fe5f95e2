# A collection of Bruno, a folder with a file for each case: for bru
# folder
include "case";

# Bruno fills {{NAME}} in what is sent, but for bodies that stand in files of their own.  In headers, a {{$NAME}} gets
# its braces from a variable, and any other NAME is made a variable that says itself; a case with the name of one of
# ours is left out, for want of a way.
def names: [fields[] | .key, .value | select(contains("{{")) | scan("\\{\\{([^}]+)\\}\\}")[]] | unique;
def ours: IN("baseUrl", "AUTH_TOKEN", "API_KEY", "BASIC_CREDENTIALS", "braces") or (startswith("process") and (test("^[A-Za-z0-9_.-]+$") | not));
def ambiguous: any(names[]; ours) or any(fields[].value; startswith("'''"))
  or any(byte_fields[].value; endswith("\u00a0"));
def value: render(split("{{$") | join("{{braces}}$"); "{{\(.)}}");
def own: [names[] | select(test("^[A-Za-z0-9_.-]+$")) | "  bru.setVar(\(tojson), \"{{\" + \(tojson) + \"}}\");"];

# Of a case: whether its body may stand in the file.  What is no JSON, and says that it is, would go out as a string.
def simple: (.content_type // "" | test("json"; "i")) as $json | .body_text
  | test("^[^\\r\\n]+$") and (contains("{{") or test("^\\s|\\s$") | not)
    and (if $json then try (fromjson | true) catch false else true end);
# Bruno makes a body of multipart/form-data itself, but not of Multipart/form-data, which is the same to servers.
def media: if startswith("multipart/") then "M" + .[1:] else . end;

# The lines of a file, behind the line that names it.
def file($path): "> \($path)", (split("\n")[] | " " + .);

def block($name; $lines): if $lines == [] then empty else "\($name) {\n\($lines | map("  " + . + "\n") | join(""))}\n" end;

def verb: ascii_downcase | IN("get", "post", "put", "delete", "patch", "options", "head", "trace");

def request($number):
  (if (.body_text // "") == "" then "none" elif simple then "text" else "file" end) as $mode
  | [
      block("meta"; ["name: \(title)", "type: http", "seq: \($number)", (mark | values | "tags: [\n    \(.)\n  ]")]),
      (["url: {{baseUrl}}\(.target | render(.; "{{\(.)}}"))", "body: \($mode)", "auth: none"] as $lines
        | if .method | verb then block(.method | ascii_downcase; $lines) else block("http"; ["method: \(.method)"] + $lines) end),
      block("headers"; [byte_fields[] | "\(.key): \(if .key == "Content-Type" then .value | media else .value | value end)"]),
      (if $mode == "text" then block("body:text"; [.body_text])
        elif $mode == "file" then block("body:file"; ["file: @file(bodies/\(.case_id)) @contentType(\(.content_type // "" | one_line | split(")") | join("") | media))"]) else empty end),
      block("assert"; ["res.status: matches ^(\(pattern))$"]),
      block("script:pre-request"; own),
      block("settings"; ["encodeUrl: false", "followRedirects: false"])
    ]
  | join("\n");

cases($ARGS.named)
| (map(select(ambiguous) | .case_id)) as $aside
| map(select(.case_id as $id | $aside | index($id) | not))
| ({version: "1", name: .[0].title, type: "collection", scripts: {}} | tojson | file("bruno.json")),
  ("\(heading).  From casecraft export bruno.

    baseUrl=https://host/path bru run -r --env shell --disable-cookies

baseUrl: the whole URL of the server.  Credentials: \(credentials | if . == [] then "none" else join(", ") end).
--exclude-tags state,rule leaves aside cases that need something to be so before, or test a rule in words.
\(if $aside == [] then "" else "Left out, since Bruno would change what they send: \($aside | join(", ")).\n" end)"
    | file("README.md")),
  (block("vars"; ["baseUrl", "AUTH_TOKEN", "API_KEY", "BASIC_CREDENTIALS" | "\(.): {{process.env.\(.)}}"] + ["braces: {{"])
    | file("environments/shell.bru")),
  (group_by(.slug)[] | .[0] as $first
    | (block("meta"; ["name: \($first.operation)"]) | file("\($first.slug)/folder.bru")),
      (to_entries[] | (.key + 1) as $number | .value as $case | $case
        | (request($number) | file("\($case.slug)/\($case.case_id).bru")),
          (select((.body_text // "") != "" and (simple | not)) | .body_text | file("bodies/\($case.case_id)"))))
