# show.jq: what `casecraft show` prints.  The input is a state for `list`, a document for `document`.
# Whatever stands in there comes from descriptions and models: it is made harmless for a terminal.

# What moves a cursor, ends a line or turns the direction of writing becomes a question mark.
def harmless:
  explode | map(
    if . == 10 or . == 9 or . == 13 then 32
    elif . < 32 or (. >= 127 and . < 160) or (. >= 8203 and . <= 8207) or (. >= 8232 and . <= 8238)
      or (. >= 8288 and . <= 8297) or . == 65279 then 63
    else . end) | implode;

# Columns of one character.
def columns:
  if . >= 4352 and (. <= 4447 or (. >= 11904 and . <= 42191) or (. >= 44032 and . <= 55203)
    or (. >= 63744 and . <= 64255) or (. >= 65040 and . <= 65135) or (. >= 65280 and . <= 65376)
    or (. >= 127744 and . <= 129791) or (. >= 131072 and . <= 262141)) then 2 else 1 end;

def width: explode | map(columns) | add // 0;

# What may not be broken, in pieces of at most so many columns.
def pieces($most):
  if width <= $most then . else
    (if width == length then $most else $most / 2 | floor end) as $n
    | range(0; length; $n) as $at | .[$at:$at + $n]
  end;

# The text in lines of at most so many columns, broken after blanks and commas where that can be.
def lines($most):
  if width <= $most then [.] else
    [foreach ((scan("[^ ,]+[ ,]?|[ ,]") | pieces($most)), null) as $piece ({line: ""};
        if $piece == null then {out: .line}
        elif (.line + ($piece | rtrimstr(" ")) | width) > $most then {line: $piece, out: .line}
        else {line: (.line + $piece)} end;
        .out // empty)]
  end;

# Indented, and cut off after so many lines.
def block($indent; $most):
  .[0:80 * $most] as $head
  | ($head | harmless | lines(79 - ($indent | length))) as $lines
  | ($lines[0:$most][] | $indent + .),
    (if ($lines | length) > $most or length > ($head | length) then $indent + "... \(utf8bytelength) bytes in all" else empty end);

def id_of:
  if test("^[^:]*:webhook ") then capture("^(?<method>[^:]*):(?<name>.*)$") | "\(.name) \(.method)"
  else sub(":"; " ") end;

def pad($n): tostring | (" " * ([$n - length, 0] | max) // "") + .;
def fill($n): tostring | . + (" " * ([$n - length, 0] | max) // "");

# An operation a line: how many cases, who wrote them, which operation.
def list:
  .endpoints | to_entries
  | ([.[].value.provider // "-" | tostring | length | [., 30] | min] | max // 0) as $width
  | .[]
  | (.value.cases // 0 | pad(5)) + "  " + (.value.provider // "-" | fill($width)) + "  " + (.key | id_of)
    + (if .value.failed then "  (\($words.failed): \(.value.error // "?"))" else "" end)
  | harmless;

# The entry of an operation by its id, in any case of the method, or by the name of its file.
def entry($wanted):
  [.endpoints | to_entries[]
    | select((.key | id_of) as $id
        | $id == $wanted or ($id | sub("^[^/ ]+"; "")) == ($wanted | sub("^[^/ ]+"; ""))
            and ($id | ascii_downcase) == ($wanted | ascii_downcase)
          or (.value.file // "" | sub("^.*/"; "") | sub("\\.(nd)?json$"; "")) == $wanted)][0]
  | if . == null then empty else (.value.file // "" | harmless) + "\t" + (.value.error // "" | harmless) end;

def expected:
  if .status_in then (.status_in | map(tostring) | join(", ")) else (.status // "?" | tostring) end;

# Where a case breaks what: "type at body /name".
def broken:
  (.keyword // .quote) as $what
  | [.in, (.pointer | select(. != ""))] | map(select(. != null)) | join(" ")
  | "; \($words.breaks) " + (if $what then "\($what) \($words.at) \(.)" else . end);

def sent: .body_text // (if has("body") then .body | tojson else null end);

def case:
  "", ($bold + ([.case_id, .priority, .technique] | map(select(. != null)) | join("  ") | harmless) + $plain),
  (.name // empty | tostring | block("  "; 4)),
  ("\(.method) \(.target // .path)" | block("    "; 6)),
  ((.headers // {}) | to_entries[] | "\(.key): \(.value)" | block("    "; 3)),
  ((.cookies // {}) | to_entries[] | "Cookie: \(.key)=\(.value)" | block("    "; 3)),
  (sent | select(. != null) | block("    "; 8)),
  (.preconditions // [] | .[] | "\($words.before) \(.)" | block("    "; 4)),
  ("\($words.expects) \(expected)\(if .violates then .violates | broken else "" end)" | block("    "; 4));

def document:
  (if . == [] then error("nothing") elif type == "array" then .[0] + {test_cases: .[1:]} else . end)
  | ("\(.method // "") \(.path // .endpoint_id // "")" | harmless | $bold + . + $plain),
    (.summary // empty | tostring | block(""; 4)),
    (([.test_cases | group_by(.test_type)[] | "\(length) \(.[0].test_type)"] | join(", "))
      + (.metadata | .provider as $who | "; \([$who, (.llm_model | select(. != $who))] | map(select(. != null)) | join(" ")), \(.generated_at // "")")
      | block(""; 2)),
    (.test_cases[] | case);
