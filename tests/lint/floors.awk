# Checks the includes of lib and cmd against the file of floors, which is the first file to be read.
# -v files="lib/a.c lib/a.h ..." names every file there is.
function fault(text) {
  print FILENAME ":" FNR ": " text
}

# lib/slot.h → slot, lib/schema/view.c → schema
function module(path) {
  sub(/^lib\//, "", path)
  sub(/[\/.].*/, "", path)
  return path
}

function folder(path) {
  sub(/\/[^\/]*$/, "", path)
  return path
}

# cmd/cc-call/builtin/wording.c → cmd/cc-call
function command(path) {
  return match(path, /^cmd\/[^\/]+/) ? substr(path, 1, RLENGTH) : ""
}

# The file that an include means: beside the one that includes it, in the folder of its command, or below
# lib.  Empty: there is none.
function meant(path, name) {
  if ((folder(path) "/" name) in exists)
    return folder(path) "/" name
  if ((command(path) "/" name) in exists)
    return command(path) "/" name
  if (("lib/" name) in exists)
    return "lib/" name
  return ""
}

BEGIN {
  count = split(files, part, /[ \t\n]+/)
  for (i = 1; i <= count; i++)
    exists[part[i]] = 1
}

NR == FNR {
  sub(/#.*/, "")
  if ($1 == "floor") {
    for (i = 3; i <= NF; i++) {
      level[$i] = $2
      place[$i] = $2 * 1000 + i
    }
  } else if ($1 == "only") {
    owner[$2] = $3
    for (i = 4; i <= NF; i++)
      owner[$2] = owner[$2] " " $i
  }
  next
}

FNR == 1 {
  own = FILENAME ~ /^lib\// ? module(FILENAME) : ""
  if (own != "" && !(own in level))
    fault("lib module " own " stands on no floor (tests/lint/floors)")
}

FILENAME ~ /^lib\/.*\.h$/ && own in level && match($0, /Floor [0-9]/) {
  if (substr($0, RSTART + 6, 1) != level[own])
    fault("its header says " substr($0, RSTART, RLENGTH) ", but it stands on floor " level[own])
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
  name = $0
  sub(/^[^<"]*[<"]/, "", name)
  sub(/[>"].*/, "", name)
  for (library in owner)
    if (index("/" name, "/" library) && !index(" " owner[library] " ", " " FILENAME " "))
      fault("only " owner[library] " may include " name)
  if ($0 !~ /"/)
    next
  if (name ~ /\.\.\//) {
    fault("an include climbs out of its folder: " name)
    next
  }
  if (name ~ /\.c$/) {
    fault("a .c file is included: " name)
    next
  }
  target = meant(FILENAME, name)
  if (target == "") {
    fault("neither of lib nor of its own folder: " name)
    next
  }
  if (own == "" || target !~ /^lib\//)
    next
  other = module(target)
  if (other == own || !(other in level) || !(own in level))
    next
  if (level[other] > level[own])
    fault("floor " level[own] " includes floor " level[other] ": " name)
  else if (place[other] > place[own])
    fault(name " stands to the right of " own " on floor " level[own])
}
