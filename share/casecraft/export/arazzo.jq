# Arazzo 1.0.1, a workflow for each case: for redocly respect
include "case";

# The description that the cases were made of: an address, or a file beside this one.
def file: .source
  | if test("^https?://") then . else split("/")[-1] // "" | if . == "" or . == "-" then "openapi.yaml" else . end end;

# A text that begins with $, or has {$ in it, would be an expression: it becomes the default of an input.
def evaluated: startswith("$") or contains("{$");
def expression: render(.; "") | evaluated;
# respect writes JSON and forms anew, but not those whose type has a capital, which is the same to servers.
def media: if test("^(application|multipart)/") then (.[:1] | ascii_upcase) + .[1:] else . end;
def parts: [fields[] | select(.key != "Cookie") | {name: .key, in: "header", value: (if .key == "Content-Type" then .value | media else .value end)}]
  + [.cookies // {} | to_entries[] | {name: .key, in: "cookie", value}]
  | to_entries | map(.value + {input: "text\(.key)"} | .value |= bytes);
def literal: [(parts[] | select(.value | expression) | {key: .input, value}),
    (.body_text | values | select(evaluated) | {key: "body", value: .})]
  | map({key, value: {type: "string", default: .value}}) | from_entries;

def parameter: {name, in, value: (if .value | expression then "$inputs.\(.input)" else .value | render(.; "{$inputs.\(.)}") end)};

def inputs: {baseUrl: {type: "string"}}
  + ([.] | credentials | map({key: ., value: {type: "string", format: "password"}}) | from_entries) + literal;

# The URL is known before the inputs of the workflow are, but by their full name.
def url: "$workflows.\(.case_id).inputs." as $inputs
  | "{\($inputs)baseUrl}" + (.target | render(.; "{\($inputs)\(.)}"));

def workflow:
  {workflowId: .case_id, summary: (.name | line), inputs: {type: "object", properties: inputs},
    steps: [
      {stepId: "request", "x-operation": {url: url, method}}
      + (parts | if . == [] then {} else {parameters: map(parameter)} end)
      + (if .body_text then {requestBody: {payload: (.body_text | if evaluated then "$inputs.body" else . end)}} else {} end)
      + {successCriteria: [
          if single then {condition: "$statusCode == \(codes[0])"}
          else {context: "$statusCode", type: "regex", condition: "^(\(pattern))$"} end]}]}
  + (mark | if . then {"x-casecraft-mark": .} else {} end);

# What respect sends to nobody: it knows a few methods, has none of TRACE and CONNECT, and gives no body to GET and HEAD.
def unsent: (.method | IN("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "QUERY") | not)
  or (.method | IN("GET", "HEAD")) and (.body_text // "") != "";

cases($ARGS.named)
| (map(select(unsent) | .case_id)) as $aside | map(select(unsent | not))
| if . == [] then "" | halt_error(6) else . end
| {arazzo: "1.0.1",
    info: {title: .[0].title, version: "1", description: ("\(heading).  From casecraft export arazzo."
      + if $aside == [] then "" else "  Left out, since respect cannot send them: \($aside | join(", "))." end)},
    sourceDescriptions: [{name: "api", url: (.[0] | file), type: "openapi"}],
    workflows: map(workflow)}
