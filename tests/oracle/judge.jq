# judge.jq: what Prism made of the cases, against what they say: a line for each that was judged otherwise, then
# "NAME: N of N valid cases accepted (N %), N of N that break something refused (N %)".
#
# Arguments: $name; $answers: lines of number, status and what Prism found.

# What Prism does not see: whole numbers beyond 2^53, for which it has bounds of its own; that there is a body
# that says null, where there need not be one.
def unseen($record):
  ((.target + .body_text | test("922337203685477580[789]"))
    or (.body_text == "null" and $record.request.body.required != true));

def percent($part; $all): if $all == 0 then 100 else 100 * $part / $all | floor end;

def result: map(select(.well)) as $well
  | ($well | length) as $part | length as $all
  | {text: "\($part) of \($all)", percent: percent($part; $all)};

[inputs | . as $record | .cases[]? | .unseen = unseen($record)] as $cases
| [$answers | rtrimstr("\n") | split("\n")[] | split("\t")
    | {number: .[0] | tonumber, status: .[1] | tonumber, found: .[2]}]
| if length == ($cases | length) then . else error("\($name): \($cases | length) cases, \(length) answers") end
| map($cases[.number] + {answer: .status, found} | select(.unseen | not))
| map(select(.violates == null) | .well = (.answer >= 200 and .answer < 400)) as $valid
| map(select(.violates and .checked) | .well = (.answer >= 400 and .answer < 500)) as $broken
| ($valid + $broken | map(select(.well | not)) | .[]
    | "  \(.case_id) \(.answer) \(.name)\n    \(.method) \(.target) \(.body_text // "")\n    \(.found)"),
  ($valid | result) as $accepted | ($broken | result) as $refused
  | "\($name): \($accepted.text) valid cases accepted (\($accepted.percent) %), "
    + "\($refused.text) that break something refused (\($refused.percent) %)"
