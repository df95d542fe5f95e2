# hostile.jq: a document whose every case is after something: braces of templates, quotes, the shell, breaks of lines.
# Each expects 200, which wire.mjs answers; the target carries the number of the case, for judging.

def value: {
  braces: "{{7*7}} {{$guid}} {{baseUrl}} {{AUTH_TOKEN}} {{process.env.HOME}} {{ x }} {{{{",
  closing: "}} {{{a}}} \\{\\{b\\}\\} {{\"c\"}} {{'d'}}",
  dynamic: "{{$guid}}{{$randomInt}} {{process.env.HOME}} {{x.y}} {{$timestamp }}", dollar: "${AUTH_TOKEN}",
  shell: "$(touch ran) `touch ran` ; | & > ran $HOME ${AUTH_TOKEN:-x} \\\\ \" ' '\\'' !! %s %n *",
  credential: "text with ${AUTH_TOKEN} in it",
  number: "9223372036854775807", decimal: "1.10", huge: "1e400",
  lines: "first\r\nsecond\n\n### third\nGET http://x/\n}\n\n'''\n\"\"\"\n",
  start: "< /etc/passwd", at: "@/etc/passwd", mark: "# @name x", block: "body:json {\n  }\n}\ntests {\n  throw 1\n}",
  script: "</script><img src=x onerror=alert(1)>", formula: "=cmd|' /C calc'!A0", unicode: "grün 测试 🙂 \u2028 e\u0301",
  runtime: "$response.body {$inputs.AUTH_TOKEN} {$url} $inputs.baseUrl", comment: "// not a comment /* nor this */ ?? status == 500",
  empty: "", blanks: "  two  ", percent: "%7B%7B%41 100% +", python: "\\N{BULLET} {0} %(x)s \\x41", tab: "a\tb",
  regex: "^(a|b)$ [x] \\d"};

def base: {module: "x", priority: "P1", test_type: "positive", technique: "injection", provider: "x", path: "/x", status: 200, documented: true, checked: true};

def json: {content_type: "application/json", body_text: ({value: .} | tojson)};
# What may stand in a header: one line.
def header: explode | map(if . < 32 or . > 126 then 32 else . end) | implode | ltrimstr(" ") | ltrimstr(" ") | rtrimstr(" ") | rtrimstr(" ");

[value | to_entries[] | .key as $key | .value
  | {name: "body \($key)", method: "POST"} + json,
    {name: "text \($key)", method: "PUT", content_type: "text/plain", body_text: .},
    {name: "header \($key)", method: "GET", headers: {"X-Value": header}},
    {name: "cookie \($key)", method: "GET", cookies: {c: header | split(";") | join("")}},
    {name: "name \($key): \(.)", method: "GET"},
    {name: "both \($key)", method: "PATCH", headers: {"X-Value": header, Authorization: "Bearer ${AUTH_TOKEN}"}} + json]
+ [{name: "number as it is", method: "POST", content_type: "application/json", body_text: "{\"a\":9223372036854775807,\"b\":1.10,\"c\":1e400,\"d\":[-0,1E2]}"},
  {name: "a number alone", method: "POST", content_type: "application/json", body_text: "9223372036854775807"},
  {name: "not JSON", method: "POST", content_type: "application/json", body_text: "{\"a\": 1,, }"},
  {name: "white space", method: "POST", content_type: "application/json", body_text: "{ \"a\" :\t1 ,\n\n \"b\": [ ] }\n"},
  {name: "double members", method: "POST", content_type: "application/json", body_text: "{\"a\":1,\"a\":2}"},
  {name: "an escape", method: "POST", content_type: "application/json", body_text: "{\"a\":\"\\u00e9\\/\\ud83d\\ude00\"}"},
  {name: "form", method: "POST", content_type: "application/x-www-form-urlencoded", body_text: "a=%7B%7B7*7%7D%7D&b=1+2&c=&a=x"},
  {name: "xml", method: "POST", content_type: "application/xml", body_text: "<?xml version=\"1.0\"?>\n<a>{{x}}</a>"},
  {name: "multipart", method: "POST", content_type: "multipart/form-data; boundary=zzz", body_text: "--zzz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{{7*7}}\r\n--zzz--\r\n"},
  {name: "query as it is", method: "GET", target: "?a=%7B%7B7*7%7D%7D&b=%2525&c=1%202&d=a+b&e=*!()~&f=&g&h=%F0%9F%99%82&a=2&i=%26%3D%23&j=x;y,z:@/?"},
  {name: "path as it is", method: "GET", target: "/:id/a%2Fb/%7Bx%7D/%252e/a;b=c/@x/$y&z=(1)/*"},
  {name: "a key in the query", method: "GET", target: "?api_key=${API_KEY}"},
  {name: "basic", method: "GET", headers: {Authorization: "Basic ${BASIC_CREDENTIALS}"}, cookies: {session: "${API_KEY}", b: "2"}},
  {name: "delete with a body", method: "DELETE", content_type: "application/json", body_text: "{\"a\":1}"},
  {name: "an empty body", method: "POST", content_type: "application/json", body_text: ""},
  {name: "no body", method: "POST"}, {name: "head", method: "HEAD"}, {name: "options", method: "OPTIONS"},
  {name: "header beyond ASCII", method: "GET", headers: {"X-Value": "grün 租户 🙂"}, cookies: {c: "é书"}},
  {name: "lines of JSON", method: "POST", content_type: "application/x-ndjson", body_text: "{\"a\":1}\n{\"b\":2}\n"},
  {name: "no form", method: "POST", content_type: "application/x-www-form-urlencoded", body_text: "a=%zz&&=&b=é c"},
  {name: "a state", method: "GET", preconditions: ["x\n| y"]}, {name: "a rule", method: "GET", violates: {in: "rule", quote: "x"}}]
| to_entries | map(.key as $n | .value | base + . + {case_id: "GET_X-POS-\($n + 100)",
    target: "/x/\($n)\(.target // "")"})
| {endpoint_id: "GET:/x", slug: "get_x", method: "GET", path: "/x", base: "https://x.example/v1", summary: "</h1>=x {{7*7}}\n# y",
  test_cases: ., metadata: {api_title: "*/ </title> {{7*7}} ''' \"\"\"\n`x` $(touch ran)", api_version: "1\n2"}}
