# words.sh: what is told to a person, in the language of the person.  Sourced by casecraft and its commands, with
# $program as it was called: what follows casecraft- in its name is the command that messages name.
# shellcheck shell=sh

# What came with the program.
data=${CASECRAFT_DATADIR:-${program%/*}/../../share/casecraft}

# The table of messages of the person's language; none is English.
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  zh | zh_?? | zh*.[Uu][Tt][Ff]8 | zh*.[Uu][Tt][Ff]-8) table=$data/messages/zh ;;
  *) table='' ;;
esac

# translated FORMAT: as the table has it, where each message stands in English and, on the next line, in the
# other language.
translated() {
  if [ -r "$table" ]; then
    while IFS= read -r english; do
      [ "$english" = "$1" ] && IFS= read -r other && printf '%s' "$other" && return
    done <"$table"
  fi
  printf '%s' "$1"
}

# harmless SET: text without what a terminal obeys: the control characters of SET, those beyond ASCII, and marks that turn
# the direction of writing.
harmless() {
  LC_ALL=C tr "$1" '?' |
    LC_ALL=C sed "$(printf 's/\302[\200-\237]/??/g; s/\342\200[\250-\256]/???/g; s/\342\201[\246-\251]/???/g')"
}

# tell FORMAT WORD...: a message on stdout, on one line, harmless for a terminal.
tell() {
  format=$(translated "$1")
  shift
  # shellcheck disable=SC2059 # a message is a format
  text=$(printf -- "$format" "$@")
  printf '%s' "$text" | harmless '\000-\037\177' && echo
}

# say FORMAT WORD...: the same on stderr, with our name.
say() {
  { printf 'casecraft: ' && tell "$@"; } >&2
}

# scratch KIND [-d]: the name of a new file for what is on the way, or of a new directory; for $().  No signal comes
# between the file and its name, nor before discard NAME has removed it.
scratch() {
  trap '' HUP INT TERM
  mktemp ${2:+"$2"} "${TMPDIR:-/tmp}/$1.XXXXXX" 2>/dev/null || {
    say 'cannot write to %s: set TMPDIR to a directory of yours' "${TMPDIR:-/tmp}"
    return 4
  }
}

discard() (
  trap '' HUP INT TERM
  rm -rf -- "$1"
)

# git_quietly WORD...: git, for its exit code, without the program that the configuration of a folder from elsewhere may
# have it run.
git_quietly() {
  git -c core.fsmonitor=false "$@" >/dev/null 2>&1
}

# unwritten [CODE]: ends; quietly, where the reader has seen enough.
unwritten() {
  [ "${1:-4}" -ne 141 ] || exit 141
  say 'stdout cannot be written'
  exit 4
}

# quote WORD: the word, safe for eval, and a blank.
quote() {
  printf "'"
  printf '%s' "$1" | sed "s/'/'\\\\''/g"
  printf "' "
}

# quote_where_needed WORD...: a command line to type, on one line.
quote_where_needed() {
  for word in "$@"; do
    case $word in
      '' | *[!A-Za-z0-9_./:,=@%+-]*) quote "$word" ;;
      *) printf '%s ' "$word" ;;
    esac
  done
}

# usage_error FORMAT WORD...: says it and where the options stand, and ends with 2.
usage_error() {
  hint=casecraft
  case ${program##*/} in
    casecraft-*) hint="casecraft ${program##*/casecraft-}" ;;
  esac
  say "$@"
  say '%s --help tells more' "$hint"
  exit 2
}
