# A collection of Postman 2.1: for newman and Postman
include "case";

# Postman fills {{NAME}} wherever it stands, again and again.  A NAME that a case brings itself is made a variable
# whose value is {{NAME}}, and so stays as it is; a case with the name of one of ours is left aside.
def ours: ["baseUrl", "AUTH_TOKEN", "API_KEY", "BASIC_CREDENTIALS", "SKIP"];
def names: [(fields[] | .key, .value), .body_text // "" | select(contains("{{")) | scan("\\{\\{([^{}]*?)\\}\\}")[]] | unique;
def ambiguous: names | map(gsub("^\\s+|\\s+$"; "")) | any(. as $name | ours | index($name));

def variable: {key: ., value: "", type: "string"};
def script($event; $lines): {listen: $event, script: {type: "text/javascript", exec: $lines}};

def item:
  {name: (title + (mark | if . then " [\(.)]" else "" end)),
    event: [
      (mark | values | script("prerequest";
        ["if ((pm.variables.get('SKIP') || '').split(',').includes('\(.)')) pm.execution.skipRequest();"])),
      script("test"; ["pm.test('the status is \(expected)', () => pm.expect(String(pm.response.code)).to.match(/^(\(pattern))$/));"])],
    request: (
      {method, header: [byte_fields[] | {key, value: (.value | render(.; "{{\(.)}}"))}],
        url: ("{{baseUrl}}" + (.target | render(.; "{{\(.)}}")))}
      + (if .body_text then {body: {mode: "raw", raw: .body_text}} else {} end))};

cases($ARGS.named)
| (map(select(names != [] and ambiguous)) | map(.case_id)) as $aside
| map(select(.case_id as $id | $aside | index($id) | not))
| {
    info: {name: .[0].title, schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
      description: ("\(heading).  From casecraft export postman.  baseUrl is the whole URL of the server; "
        + "SKIP=state,rule leaves aside cases that need something to be so before, or test a rule in words."
        + if $aside == [] then "" else "  Left out, since Postman would fill what they send: \($aside | join(", "))." end)},
    variable: ((["baseUrl"] + credentials | map(variable)) + ([.[] | names[]] | unique | map({key: ., value: "{{\(.)}}", type: "string"}))),
    protocolProfileBehavior: {followRedirects: false, disableCookies: true, disableUrlEncoding: true, disableBodyPruning: true},
    item: [group_by(.slug)[] | {name: .[0].operation, item: map(item)}]
  }
