# What casecraft says, in English and in Chinese.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  TABLE=$ROOT/share/casecraft/messages/zh
}

@test "every message of the scripts is in the table, with as many words to put in, and no other" {
  find "$ROOT/cmd/casecraft" -type f | sort >scripts
  xargs cat <scripts |
    grep -oE "\<(say|tell|usage_error|fail [0-9]|well|bad|note|prompt|agreed) '[^']*'" | sed -E "s/^[a-z_0-9 ]+ '//; s/'$//" |
    grep -E "[a-z]{2}" | sort -u >said
  [ "$(wc -l <said)" -ge 60 ]
  sed -n '1~3p' "$TABLE" | sort >table
  diff said table
  sed -n '1~3s/[^%]//gp' "$TABLE" | diff - <(sed -n '2~3s/[^%]//gp' "$TABLE")
  [ -z "$(sed -n '3~3p' "$TABLE" | tr -d '\n')" ]
  # A message that is made up of pieces would be in no table.
  xargs cat <scripts >text
  run ! grep -nE '\<(say|tell|usage_error|fail [0-9]|well|bad|note|prompt|agreed) "[^$]' text
}

@test "one word for one thing in Chinese" {
  # An operation is 接口操作, one of our documents 用例文件: 文档 is what the API comes with.
  run ! grep -n 文档 "$TABLE"
  run ! grep -nE '(^|[^口])操作' "$TABLE"
}

@test "the language is that of LC_ALL, else LC_MESSAGES, else LANG, in UTF-8" {
  local names want
  while IFS='|' read -r names want; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr env -u LC_ALL -u LC_MESSAGES -u LANG $names casecraft generate --odd
    [[ $stderr = "casecraft: $want"* ]] || { echo "$names: $stderr"; return 1; }
  done <<'END_OF_TABLE'
|unknown option --odd
LANG=en_US.UTF-8|unknown option --odd
LANG=zh_CN.UTF-8|未知选项 --odd
LANG=zh_TW.utf8|未知选项 --odd
LANG=zh_CN|未知选项 --odd
LANG=zh_CN.GB18030|unknown option --odd
LANG=zh_CN.UTF-8 LC_MESSAGES=C|unknown option --odd
LC_MESSAGES=zh_CN.UTF-8|未知选项 --odd
LC_ALL=C LC_MESSAGES=zh_CN.UTF-8|unknown option --odd
LC_ALL=zh_CN.UTF-8 LANG=de_DE.UTF-8|未知选项 --odd
LC_ALL= LANG=zh_CN.UTF-8|未知选项 --odd
END_OF_TABLE
}

@test "Chinese in every shell, and English where the table is not there" {
  local shell
  for shell in dash 'busybox sh' bash ksh mksh; do
    command -v "${shell%% *}" >/dev/null || continue
    # shellcheck disable=SC2086
    LC_ALL=zh_CN.UTF-8 run -2 --separate-stderr $shell "$BUILD/libexec/casecraft/casecraft-show"
    [ "$(grep ^casecraft <<<"$stderr")" = $'casecraft: 哪个目录？casecraft show DIR\ncasecraft: 更多说明：casecraft show --help' ]
  done
  LC_ALL=zh_CN.UTF-8 CASECRAFT_DATADIR=/nowhere run -2 --separate-stderr casecraft show
  [[ $stderr = 'casecraft: which directory?'* ]]
}

@test "words that are put in are harmless, and read as no format" {
  run -2 --separate-stderr casecraft generate $'--odd%s%n\e[2J\n\x7f'
  [[ $stderr = $'casecraft: unknown option --odd%s%n?[2J??\n'* ]]
  local shell
  for shell in dash 'busybox sh' bash ksh mksh; do
    command -v "${shell%% *}" >/dev/null || continue
    # shellcheck disable=SC2086
    run -4 --separate-stderr $shell "$BUILD/libexec/casecraft/casecraft-show" $'é\u009b31m租\u202ex\u2067'
    [ "${stderr%% is *}" = 'casecraft: cannot read é??31m租???x???/.casecraft/state.json:' ]
  done
}
