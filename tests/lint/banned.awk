# Calls of functions that are not used here.  Needs code.awk.
BEGIN {
  banned = "strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atol|gmtime|localtime|ctime|asctime|mktemp|system|popen"
}
FNR == 1 { commenting = 0 }
{
  line = code($0)
  while (match(line, "(^|[^A-Za-z0-9_])(" banned ")[ \t]*\\(")) {
    name = substr(line, RSTART, RLENGTH - 1)
    gsub(/[^A-Za-z0-9_]/, "", name)
    print FILENAME ":" FNR ": " name " is not used here"
    line = substr(line, RSTART + RLENGTH)
  }
}
