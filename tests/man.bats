# The pages say what the commands do: options, settings, classes, examples.  Their form is tests/lint's.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  MAN=$ROOT/man
}

teardown() {
  provider_stop
}

# section NAME PAGE: the lines of one section.
section() {
  awk -v name="$1" '/^\.Sh / { inside = $0 == ".Sh " name; next } inside' "$2"
}

# examples PAGE: its command lines to example.1, example.2…, as a reader sees them.
examples() {
  rm -f example.*
  section EXAMPLES "$1" | awk '
    /^\.Bd -literal/ { inside = 1; out = "example." ++n; next }
    /^\.Ed/ { inside = 0; next }
    /^\.Dl / { out = "example." ++n; sub(/^\.Dl /, ""); print > out; next }
    inside { print > out }'
  [ ! -e example.1 ] || sed -i -e 's/\\e/\\/g' -e 's/\\&//g' example.*
}

@test "each command has a page, and each page is installed" {
  local command
  for command in "$BIN"/*; do
    [ -e "$MAN/${command##*/}.1" ] || { echo "no page of ${command##*/}"; return 1; }
  done
  [ -e "$MAN/casecraft.7" ] && [ -e "$MAN/cc-record.5" ] && [ -e "$MAN/cc-providers.5" ]
}

@test "the options of a page are those of its command" {
  local command
  for command in cc-split cc-assign cc-call cc-fallback cc-merge cc-stats; do
    echo "$command"
    diff <("$command" --list-options | cut -f 1 | sort) \
      <(grep -oE 'Fl -[a-z][a-z-]*' "$MAN/$command.1" | sed 's/^Fl -/--/' | sort -u)
  done
}

@test "each option is in the list of its page with its letter, and in the synopsis" {
  local command row letter name
  for command in cc-split cc-assign cc-call cc-fallback cc-merge cc-stats; do
    "$command" --help | grep -oE '^  (-[a-zA-Z],|   ) --[a-z-]+' >rows
    [ -s rows ]
    while read -r row; do
      name=${row##*--} letter=
      [[ $row != -[a-zA-Z],* ]] || letter=${row:1:1}
      echo "$command: ${letter:+-$letter }--$name"
      grep -qE "^\.It ${letter:+Fl $letter( [^,]*)? , }(Fl -[a-z-]+( [^,]*)? , )?Fl -$name( |\$)" "$MAN/$command.1"
      case $name in help | version | list-options) continue ;; esac
      section SYNOPSIS "$MAN/$command.1" | grep -qE "^\.Op Fl (-$name${letter:+|$letter})( |\$)"
    done <rows
  done
}

# for_each_word ARG: what each thing that casecraft can do prints with ARG.
for_each_word() {
  local file
  for file in "$BUILD"/libexec/casecraft/casecraft-*; do
    casecraft "${file##*casecraft-}" "$1"
  done
}

@test "the options of casecraft(1) are those of the scripts" {
  { casecraft --help; for_each_word --help; } | grep -oE '(^|[ ,(])--?[a-z][a-z-]*' | tr -d ' ,(' | sort -u >help
  grep -oE 'Fl -?[a-z][a-z-]*' "$MAN/casecraft.1" | sed 's/^Fl /-/' | sort -u >page
  diff help page
  # Those of generate are a table.
  casecraft generate --help | grep -oE '(^|[ ,(])--?[a-z][a-z-]*' | tr -d ' ,(' | sort -u >help
  sed -n '/^row_of()/,/^}/p' "$ROOT/cmd/casecraft/arguments.sh" | sed '/echo/s/echo.*//' |
    grep -oE -- '--?[a-z][a-z-]*' | cat - <(printf '%s\n' -h --help) | sort -u >script
  diff help script
}

@test "the settings of casecraft(7) and cc-providers(5) are those that the program reads" {
  # As the program spells them: whole, or behind CASECRAFT_P_.
  grep -rhoE 'CASECRAFT_[A-Z_]*[A-Z]' "$ROOT/lib" "$ROOT/cmd" --include='*.c' --include='casecraft*' --include='*.sh' |
    grep -v '^CASECRAFT_NAME_' >names
  grep -oE '"[A-Z][A-Z_]+[A-Z]"' "$ROOT"/lib/{provider,apikey}.c | sed 's/.*://' | tr -d '"' | grep -vx NAME |
    sed 's/^/CASECRAFT_P_/' >>names
  sort -u -o names names
  grep -hoE 'Ev CASECRAFT_[A-Z_]+' "$MAN/casecraft.7" "$MAN/cc-providers.5" | sed 's/^Ev //' | sort -u >page
  diff names page
  # The other pages name no others.
  grep -hoE 'CASECRAFT_[A-Z_]*[A-Z]' "$MAN"/*.[15] | sort -u >others
  diff <(comm -23 others names) /dev/null
}

@test "the classes of casecraft(7) are those of the program, and so is what moves on" {
  grep -oE '\[OUTCOME_[A-Z]+\] = "[a-z]+"' "$ROOT/lib/outcome.c" | grep -oE '"[a-z]+"' | tr -d '"' |
    grep -vx ok >classes
  sed -n 's/^\.It \([a-z]*\) Ta [0-9n] Ta \(yes\|no\) Ta .*/\1 \2/p' "$MAN/casecraft.7" >page
  diff classes <(cut -d ' ' -f 1 page)
  diff classes <(jq -r '."$defs".class.enum[]' "$ROOT/share/casecraft/record.schema.json")
  local class next
  while read -r class next; do
    printf '{"id":"1","provider":"glm","error":{"class":"%s"}}\n' "$class" >in
    { cc-fallback -c builtin -- sed 's/"error":[^}]*},*//' <in || true; } >out 2>err
    echo "$class: $next"
    [ "$(grep -c fallback_from out || true)" = "$([ "$next" = no ] && echo 0 || echo 1)" ]
  done <page
}

@test "the table of retries in cc-call(1) is that of casecraft(7)" {
  sed -n 's/^\.It \([a-z]*\) Ta \([0-9]\|MAX_RETRIES\) Ta .*/\1 \2/p' "$MAN/cc-call.1" |
    sed 's/MAX_RETRIES/n/' | sort >call
  sed -n 's/^\.It \([a-z]*\) Ta \([1-9]\|n\) Ta \(yes\|no\) Ta .*/\1 \2/p' "$MAN/casecraft.7" | sort >whole
  [ -s call ]
  diff call whole
}

@test "the providers of cc-providers(5) are those of the program" {
  tr -d '\n' <"$ROOT/lib/vendor.c" |
    grep -oE '\.(name|server|model|workers) = ("[^"]*"|[0-9]+)' | tr -d '"' |
    awk '/name = / { name = $3 } /server = / { name = $3 }
      /model = / { model = $3 != "" ? $3 : "must be set" } /workers = / && name != "" { print name, model, $3; name = "" }' |
    sort >rows
  [ "$(wc -l <rows)" -ge 10 ]
  section DESCRIPTION "$MAN/cc-providers.5" |
    sed -nE 's/^\.It ([a-z]+) Ta (http[^ ]* Ta ([0-9]+) Ta (.*)|([^ ]+) Ta ([0-9]+) Ta .*)$/\1 \4\5 \3\6/p' |
    grep -v '^local ' | sort >page
  diff rows page
  # local is what its first kind is, as long as nothing is said of it.
  [ "$(sed -n 's/^\.It local Ta \([^ ]*\) Ta \([0-9]*\) .*/ollama \1 \2/p' "$MAN/cc-providers.5")" = "$(grep ^ollama rows)" ]
  local text
  grep -oE '\.(base_url|twin) = "[^"]+"' "$ROOT/lib/vendor.c" | grep -oE 'http[^"]+' | while read -r text; do
    grep -qF "$text" "$MAN/cc-providers.5" || { echo "no address $text"; return 1; }
  done
  grep -oE '^    \{"[^"]+", "[0-9-]+", "[^"]+"\}' "$ROOT/lib/vendor.c" | tr -d ' {}"' | tr , ' ' >retired
  [ -s retired ]
  while read -r text; do
    sed -nE 's/^\.It ([^ ]+) Ta ([0-9-]+) Ta ([^ ]+)$/\1 \2 \3/p' "$MAN/cc-providers.5" | sed 's/-\* /- /' | grep -qxF "$text"
  done <retired
}

@test "what errors mean in cc-providers(5) is what the program makes of them" {
  sed -nE 's/^    \{"([a-z]*)", ([A-Z]+), "(.*)", OUTCOME_([A-Z]+)\},$/\1|\4|\2|\3/p' "$ROOT/lib/classifier.c" |
    awk -F '|' '{ kind = $3 == "CODE" || $3 == "TYPE" ? "Li" : $3 == "MESSAGE" ? "Dq" : "Em"
      print ($1 == "" ? "all" : $1) "|" tolower($2) "|" kind "|" $4 }' | sort -u >rows
  [ "$(wc -l <rows)" -ge 100 ]
  sed -n '/^\.Ss What errors mean/,/^What is not found/p' "$MAN/cc-providers.5" |
    awk '/^[A-Za-z]+:$/ { vendor = tolower(substr($0, 1, length($0) - 1)) }
      /^\.It Cm / { class = $3 }
      vendor != "" && /^\.(Li|Dq|Em) / {
        kind = substr($1, 2); sub(/^\... /, ""); sub(/ ,$/, "")
        n = kind == "Dq" ? 1 : split($0, word, " , ")
        for (i = 1; i <= n; i++) print vendor "|" class "|" kind "|" (kind == "Dq" ? $0 : word[i])
      }' | sort -u >page
  diff rows page
}

@test "the members that records have are in cc-record(5)" {
  local name
  jq -r '.properties, (.["$defs"] | .attempt, .requirement | .properties) | values | keys[]' \
    "$ROOT"/share/casecraft/{record,case}.schema.json >members
  jq -r '.properties.technique.enum[]' "$ROOT/share/casecraft/case.schema.json" >techniques
  [ -s techniques ]
  while read -r name; do
    section DESCRIPTION "$MAN/cc-record.5" | grep -qwF "$name" || { echo "no technique $name"; return 1; }
  done <techniques
  # And what is really written.
  cc-split "$ROOT/examples/bookshop.yaml" | cc-assign -p builtin | cc-call | cc-merge -o out |
    jq -r 'keys[], (.cases[] | keys[]), (.attempts[] | keys[]), (.spec | keys[]),
      (.security[][] | keys[])' >>members
  sort -u -o members members
  [ "$(wc -l <members)" -ge 60 ]
  while read -r name; do
    grep -qE "^(\.It )?(Va|\.Va|\.It Va) .*\B?${name//\$/\\$}( |,|\$)|Va ([a-z_\$]+ , )*${name//\$/\\$}( |\$)" \
      "$MAN/cc-record.5" || { echo "cc-record(5) does not know $name"; return 1; }
  done <members
}

@test "what cut may say in cc-record(5) is what cc-split says, and the schema of records" {
  sed -n '/^void trim_write_cut/,/^}/p' "$ROOT/cmd/cc-split/size/trim.c" | grep -oE ', "[a-z]+"\}' | tr -d ', "}' | sort >code
  [ "$(wc -l <code)" -eq 4 ]
  sed -n '/^\.It Va cut /,/^\.El/s/^\.It \([a-z]*\)$/\1/p' "$MAN/cc-record.5" | sort | diff code -
  jq -r '.properties.cut.items.enum[]' "$ROOT/share/casecraft/record.schema.json" | sort | diff code -
}

@test "the ceilings of the pages are those of the program" {
  # ceiling NAME: the number behind it, whatever the header is called.
  ceiling() {
    grep -hE "^#define [A-Z]+_$1 " "$ROOT"/lib/*.h | grep -oE '[0-9]+' | head -n 1
  }
  # thousands NAME: the same with a comma, 200,000.
  thousands() {
    ceiling "$1" | sed 's/...$/,&/'
  }
  local text
  for text in "cc-record.5:at most $(ceiling LINE) MiB, nested at most $(ceiling DEPTH) deep" \
    "cc-split.1:may have $(ceiling SPEC) MiB, JSON $(ceiling DEPTH) levels of nesting and $(ceiling JSON_NODES) million" \
    "cc-split.1: YAML $(ceiling YAML_DEPTH) levels" "cc-split.1:and $(ceiling YAML_NODES) million nodes" \
    "cc-split.1:$(($(ceiling RECORD) * 1024)) by default" "cc-split.1:larger than $(ceiling LINE) MiB" \
    "cc-split.1:a body has $(ceiling SPEC) MiB" "cc-split.1:and are $(thousands DOCUMENTS) at most" \
    "cc-split.1:may have $(thousands OPERATIONS) operations" "cc-split.1:records together have $(ceiling OUTPUT) MiB" \
    "casecraft-state.5:of at most $(ceiling STATE) MiB" \
    "cc-call.1:At most $(ceiling WINDOW_RECORDS) records or $(ceiling WINDOW_BYTES) MiB" \
    "cc-assign.1:it may have $(ceiling MAP) MiB" \
    "cc-fallback.1:At most $(ceiling WINDOW_RECORDS) records or $(ceiling WINDOW_BYTES) MiB" \
    "casecraft.7:has $(ceiling ENV) KiB at most" "cc-providers.5:in flight at once, 1 to $(ceiling WORKERS)"; do
    tr '\n' ' ' <"$MAN/${text%%:*}" | grep -qF "${text#*:}" || { echo "not so: $text"; return 1; }
  done
}

@test "literal lines fit a terminal of 78 columns" {
  awk '/^\.Bd -literal/ { inside = 1; next } /^\.Ed/ { inside = 0 }
    { line = $0; code = inside; if (sub(/^\.Dl /, "", line)) code = 1
      gsub(/\\e/, "\\", line); gsub(/\\&/, "", line) }
    code && length(line) > 67 { print FILENAME ": " line; bad = 1 } END { exit bad }' "$MAN"/*
}

@test "the examples run, and say nothing on stderr" {
  local page p i
  example_start "$ROOT/examples/bookshop.yaml"
  for p in GLM QWEN KIMI LOCAL; do
    export "CASECRAFT_${p}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${p}_API_KEY=k" "CASECRAFT_${p}_MODEL=cases"
  done
  # The other machine is this one.
  mkdir bin
  printf '#!/bin/sh\nshift\nexec "$@"\n' >bin/ssh
  chmod +x bin/ssh
  PATH=$PWD/bin:$PATH
  cp "$ROOT/examples/bookshop.yaml" spec.yaml
  echo kkkk >glm.key
  mkdir apis
  cp spec.yaml apis/one.yaml
  cp spec.yaml apis/two.yaml
  cc-split spec.yaml | cc-call -p glm >results.ndjson
  cc-split spec.yaml | cc-call -p builtin >glm.ndjson
  cp results.ndjson qwen.ndjson
  printf 'X-Key: k\n' >headers
  for page in "$MAN"/*; do
    examples "$page"
    [ -e example.1 ] || { echo "$page has no examples"; return 1; }
    for i in $(seq 1 20); do
      [ -e "example.$i" ] || break
      echo "${page##*/}: $(cat "example.$i")"
      bash -e -o pipefail "example.$i" >stdout 2>stderr
      # --since always says how many operations of each kind there are, --dry-run its sums.
      sed -i '/^cc-split: [0-9 of]* operations: [0-9]* new, /d; /^cc-call: [0-9]* requests, /d' stderr
      sed -Ei '/^casecraft: ([a-z]+: it can be called|[0-9,]+ operations, |\.env is written|next: )/d' stderr
      diff /dev/null stderr
    done
  done
  # The description came from the other machine, with a key.
  [ "$(provider_stat '.scripts["openapi.yaml"].requests')" = 2 ]
}

# tree DIR: everything in it, with kind and link.
tree() {
  (cd "$1" && find . -printf '%y %p %l\n' | sort)
}

@test "what make install installs works, and make uninstall leaves nothing behind" {
  unset MAKEFLAGS MAKELEVEL MFLAGS
  local to=$BATS_TEST_TMPDIR/root dir page
  # A prefix that others use too.
  for dir in bin libexec share share/man/man1 share/man/man5 share/man/man7; do
    mkdir -p "$to/opt/$dir"
    echo theirs >"$to/opt/$dir/theirs"
  done
  tree "$to" >before
  # -o all: what is built is not built again.
  make -s -C "$ROOT" -o all BUILD="$BUILD" PREFIX=/opt DESTDIR="$to" install
  tree "$to" >between
  for page in "$MAN"/*; do
    cmp "$page" "$to/opt/share/man/man${page##*.}/${page##*/}"
  done
  run ! grep '^l' between
  [ "$("$to/opt/libexec/casecraft/cc-fetch" --version)" = "cc-fetch (casecraft) $(cat "$ROOT/VERSION")" ]
  cd "$to"
  env PATH="$to/opt/bin:/usr/bin:/bin" casecraft demo >"$BATS_TEST_TMPDIR/demo"
  cd -
  grep -q 'Three of the cases' demo
  make -s -C "$ROOT" BUILD="$BUILD" PREFIX=/opt DESTDIR="$to" uninstall
  tree "$to" >after
  diff before after
}
