# arguments.sh: a person's options, given out to the stages of the pipeline.  Sourced by casecraft-generate.
# shellcheck shell=sh

# The name of an option as the stages know it, its stage, and whether it takes a value: one row an option.
row_of() {
  case $1 in
    --include-tag | --exclude-tag | --include-path | --exclude-path | --include-method | \
      --exclude-method) echo "filter $1 value" ;;
    --max-bytes | --header-file) echo "split $1 value" ;;
    --webhooks | --allow-outside | --allow-remote) echo "split $1" ;;
    -p | --providers | --provider) echo "who --providers value" ;;
    -s | --strategy) echo "assign --strategy value" ;;
    -m | --provider-map) echo "assign --provider-map value" ;;
    --levels | --thresholds) echo "assign $1 value" ;;
    --reassign) echo "assign --reassign" ;;
    -c | --fallback) echo "chain --fallback value" ;;
    -j | -w | --workers) echo "workers --workers value" ;;
    --model | --cases | --lang | --prompt | --save-prompts | --max-cost) echo "call $1 value" ;;
    --prices) echo "prices $1 value" ;;
    --on) echo "fallback $1 value" ;;
    --html) echo "stats $1 value" ;;
    --json | --markdown) echo "stats $1" ;;
    --with-builtin) echo "call $1" ;;
    --seed) echo "seed --seed value" ;;
    --force) echo "force --force" ;;
    --dry-run) echo "dry --dry-run" ;;
    -o | --output) echo "out --output value" ;;
    --organize-by | --name | --format | --priority | --prefer) echo "merge $1 value" ;;
    --union | --prune) echo "merge $1" ;;
    --log) echo "log --log value" ;;
    -v | --verbose) echo "all --verbose" ;;
    --progress) echo "progress --progress value" ;;
    -q | --quiet) echo "quiet --quiet" ;;
    *) return 1 ;;
  esac
}

# is_option WORD: whether it is spelt as one of ours, so that a value may have been forgotten before it.
is_option() {
  case $1 in
    -h | --help | --) ;;
    --*=*) row_of "${1%%=*}" >/dev/null ;;
    *) row_of "$1" >/dev/null ;;
  esac
}

# add STAGE WORD...: appends words to the arguments of a stage.
add() {
  stage=$1
  shift
  for word in "$@"; do
    quoted=$(quote "$word"; printf x)
    quoted=${quoted%x}
    case $stage in
      split | filter | all) split_args=$split_args$quoted ;;
    esac
    case $stage in
      assign | who | chain | seed | all) assign_args=$assign_args$quoted ;;
    esac
    case $stage in
      call | seed | workers | force | prices | all) call_args=$call_args$quoted ;;
    esac
    case $stage in
      fallback | chain | all) fallback_args=$fallback_args$quoted ;;
    esac
    case $stage in
      merge | all) merge_args=$merge_args$quoted ;;
    esac
    case $stage in
      stats | workers | prices | all) stats_args=$stats_args$quoted ;;
      log) log_args=$log_args$quoted ;;
    esac
  done
}

# spell NAME WORD: in what a stage says, its option NAME was typed as WORD.
spell() {
  [ "$1" = "$2" ] || respell="$respell
s/$1 /$2 /g"
}

# What an option says of how documents are made, for the state, which keeps a digest of it; of a file what is in
# it.  The defaults are as good as not said.
note_recipe() {
  case $1=$2 in
    --cases=auto | --lang=en | --format=pretty | --strategy=round_robin | --strategy=) return ;;
    --max-cost=* | --save-prompts=*) return ;;
    --prompt=*) set -- "$1" "$({ cksum <"$2"; } 2>/dev/null)" ;;
    --provider-map=@*) set -- "$1" "$({ cksum <"${2#@}"; } 2>/dev/null)" ;;
  esac
  recipe="$recipe$1=$2
"
}

# setting NAME: its value among $settings, as cc-call prints them.
setting() {
  printf '%s\n' "$settings" | sed -n "s/^$1: \"\(.*\)\" # [a-z.]*\$/\1/p"
}

# note_models PROVIDERS: which models the settings name for these and for those of the map.
note_models() {
  asked=$(printf ',%s,\n%s' "$1" "$recipe" | tr 'a-z-' 'A-Z_')
  while IFS='=' read -r name model; do
    [ -n "$model" ] || continue
    case $asked in
      *[,:]"$name"[!A-Z0-9_]*) note_recipe "CASECRAFT_${name}_MODEL" "$model" ;;
    esac
  done <<END
$(printf '%s\n' "$settings" | sed -n '/ # row$/d; s/^CASECRAFT_\([A-Z0-9_]*\)_MODEL: "\(.*\)" # .*/\1=\2/p')
END
}

# What the settings say of it, where no option does; it is the end of the recipe.
finish_recipe() {
  settings=$(cc-call --print-config </dev/null 2>/dev/null)
  [ -n "$strategy" ] || note_recipe --strategy "$(setting CASECRAFT_PROVIDER_STRATEGY)"
  [ -n "$providers" ] || providers=$(setting CASECRAFT_PROVIDERS)
  providers=${providers:-$(setting CASECRAFT_PROVIDER)}
  note_recipe --providers "$providers"
  case $recipe in
    *--model=*) ;;
    *) note_models "$providers" ;;
  esac
  recipe=$(printf '%s' "$recipe" | LC_ALL=C sort)
}

# add_spec SPEC: one more description.  An empty word is none.
add_spec() {
  [ -n "$1" ] || return 0
  count=$((count + 1))
  specs=$specs$(quote "$1")
}

parse() {
  split_args='' assign_args='' call_args='' fallback_args='' merge_args='' stats_args='' log_args=''
  specs='' count=0 quiet='' dry='' force='' filtered='' providers='' strategy='' recipe='' limit='' jobs='' json='' page='' prompts='' out=test_cases progress=auto
  respell='s/^cc-[a-z]*:/casecraft:/
s/(cc-[a-z]* --help/(casecraft generate --help/'
  typed=$(quote_where_needed casecraft generate "$@")
  while [ $# -gt 0 ]; do
    word=$1
    shift
    value='' given=''
    case $word in
      -h | --help) help 2>/dev/null || unwritten $?; exit 0 ;;
      --)
        for word in "$@"; do
          add_spec "$word"
        done
        break
        ;;
      --*=*)
        value=${word#*=}
        word=${word%%=*}
        given=yes
        ;;
      '' | - | [!-]*)
        add_spec "$word"
        continue
        ;;
      -[hqv]?*)
        rest=${word#-?}
        set -- "${word%"$rest"}" "-$rest" "$@"
        continue
        ;;
      -[!-]?*)
        value=${word#-?}
        word=${word%"$value"}
        given=yes
        ;;
    esac
    row=$(row_of "$word") || usage_error 'unknown option %s' "$word"
    # shellcheck disable=SC2086 # a row is words
    set -- $row "$@"
    case $row in
      *' value')
        stage=$1 name=$2
        shift 3
        spell "$name" "$word"
        if [ -z "$given" ]; then
          [ $# -gt 0 ] || usage_error 'option %s needs a value' "$word"
          ! is_option "$1" || usage_error 'option %s needs a value, and %s is an option: write %s=%s where it is meant' "$word" "$1" "$name" "$1"
          value=$1
          shift
        fi
        add "$stage" "$name=$value"
        case $row in
          filter*) filtered=yes ;;
          who*) providers=${providers:+$providers,}$value ;;
          *' --strategy '*) strategy=$value ;;
          out*) out=$value ;;
          *' --max-cost '*) limit=$value ;;
          workers*) jobs=$value ;;
          *' --html '*) page=$value ;;
          *' --save-prompts '*) prompts=$value ;;
          progress*) progress=$value ;;
        esac
        case $stage in assign | call | seed | merge) note_recipe "$name" "$value" ;; esac
        ;;
      *)
        [ -z "$given" ] || usage_error 'option %s takes no value' "$word"
        add "$1" "$2"
        [ "$2" != --with-builtin ] || note_recipe "$2" yes
        [ "$2" != --json ] || json=yes
        case $1 in
          force) force=yes ;;
          quiet) quiet=yes ;;
          dry) dry=yes ;;
        esac
        shift 2
        ;;
    esac
  done
  [ "$count" -gt 0 ] || usage_error 'which API description? casecraft generate SPEC'
  [ "$count" -eq 1 ] || [ -z "$page" ] || usage_error 'one page of --html would be written over the other: generate them one by one'
  [ "$count" -eq 1 ] || [ -z "$prompts" ] || usage_error 'the prompts of one description would be written over those of another: generate them one by one'
  [ -n "$out" ] || usage_error 'option -o needs the name of a directory'
  case $progress in
    auto | plain | none) ;;
    *) usage_error '--progress takes auto, plain or none, not %s' "$progress" ;;
  esac
}
