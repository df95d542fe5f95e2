# judge.jq: whether what came over the wire is what the cases say.  Input: the hostile document; $seen: the lines of
# wire.mjs.  Prints what differs; credentials are "tok~en", "key" and "dXNlcjpzZWNyZXQ=".
def filled: split("${AUTH_TOKEN}") | join("tok~en") | split("${API_KEY}") | join("key") | split("${BASIC_CREDENTIALS}") | join("dXNlcjpzZWNyZXQ=");
def latin: [explode[] | if . < 128 then . elif . < 2048 then (192 + (. / 64 | floor)), (128 + . % 64)
  elif . < 65536 then (224 + (. / 4096 | floor)), (128 + (. / 64 | floor) % 64), (128 + . % 64)
  else (240 + (. / 262144 | floor)), (128 + (. / 4096 | floor) % 64), (128 + (. / 64 | floor) % 64), (128 + . % 64) end] | implode;
.test_cases as $cases
| ($seen | map({key: (.target | capture("^/base/x/(?<n>[0-9]+)").n), value: .}) | group_by(.key) | map({key: .[0].key, value: map(.value)}) | from_entries) as $by
| range($cases | length) as $n | $cases[$n] | . as $case
| select(.violates.in == "rule" or .preconditions | not)
| ($by["\($n)"] // []) as $came
| if ($came | length) != 1 then "\($n) \(.name[0:60] | tojson): came \($came | length) times"
  else $came[0] as $got | ($got.headers | map({key: .[0], value: .[1]}) | from_entries) as $headers
  | (select($got.method != .method) | "\($n) \(.name[0:60]|tojson): method \($got.method)"),
    (select($got.target != "/base" + (.target | filled)) | "\($n) \(.name[0:60]|tojson): target \($got.target), not /base\(.target | filled)"),
    (select($got.body != (.body_text // "" | latin)) | "\($n) \(.name[0:60]|tojson): body \($got.body | tojson), not \(.body_text // "" | latin | tojson)"),
    ((.headers // {} | to_entries[]), (.content_type | values | {key: "Content-Type", value: .}),
        (.cookies | values | {key: "Cookie", value: ([to_entries[] | "\(.key)=\(.value)"] | join("; "))})
      | .value |= (filled | latin)
      | select(if .key == "Content-Type" then ($headers["content-type"] // "" | .[:1] | ascii_downcase) + ($headers["content-type"] // "" | .[1:]) else $headers[.key | ascii_downcase] end != .value)
      | "\($n) \($case.name[0:60]|tojson): header \(.key) \($headers[.key | ascii_downcase] | tojson), not \(.value | tojson)"),
    (select((.cookies | not) and $headers.cookie) | "\($n) \(.name[0:60]|tojson): a cookie of another case: \($headers.cookie)")
  end
