# places.sh: the six commands, found.  Sourced by casecraft's commands after words.sh; $program is one of them.
# shellcheck shell=sh

# With it, cd prints where it went.
unset CDPATH

libexec=${program%/*}
if [ -x "$libexec/../../bin/cc-split" ]; then
  bin=$(cd -- "$libexec/../../bin" && pwd) || exit 4
  PATH=$bin:$PATH
  export PATH
fi
for command in cc-split cc-assign cc-call cc-fallback cc-merge cc-stats; do
  command -v "$command" >/dev/null 2>&1 || {
    say 'cannot find %s: it belongs beside casecraft' "$command"
    exit 4
  }
done
