# A table for spreadsheets and test management
include "case";

# A cell that a spreadsheet would take for a formula gets an apostrophe in front.
def inert: .[0:1] as $first
  | if $first != "" and ("=+-@\t\r\n ＝＋－＠" | contains($first)) then "'" + . else . end;

cases($ARGS.named)
| ["id", "name", "priority", "type", "technique", "operation", "method", "target", "headers", "body", "expected",
    "needs", "preconditions"],
  (.[] | [.case_id, (.name | line), .priority, .test_type, .technique // "", .operation, .method, .target,
    (fields | map("\(.key): \(.value)") | join("\n")), .body_text // "", expected, mark // "",
    (.preconditions // [] | map(line) | join("\n"))])
| map(inert) | @csv + "\r"
| if startswith("\"id\"") then "\ufeff" + . else . end
