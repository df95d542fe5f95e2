# The functions of formatted C: "FILE LINE LENGTH static|extern NAME".  A function is a head that begins
# in column 1, a { in column 1, and all up to the } in column 1.  Needs code.awk.
FNR == 1 { commenting = 0; head = ""; inside = 0 }
{ line = code($0) }
inside {
  if (line ~ /^}/) {
    print FILENAME, start, FNR - start + 1, head ~ /(^|[ \t])static[ \t]/ ? "static" : "extern", name(head)
    inside = 0
    head = ""
  }
  next
}
line ~ /^[{]/ && head ~ /\(/ { inside = 1; next }
line ~ /^[ \t]*$/ || line ~ /^[#}]/ || line ~ /;[ \t]*$/ { head = ""; next }
head != "" { head = head " " line; next }
line ~ /^[A-Za-z_]/ { head = line; start = FNR }

function name(head) {
  gsub(/__attribute__ *\(\(([^()]|\([^()]*\))*\)\)/, "", head)
  if (!match(head, /[A-Za-z_][A-Za-z0-9_]* *\(/))
    return "?"
  head = substr(head, RSTART, RLENGTH - 1)
  sub(/ +$/, "", head)
  return head
}
