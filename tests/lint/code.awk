# code(LINE): the line without comments and with empty literals.  The caller sets commenting = 0 at the
# first line of a file.
function code(line,    out, mark, end) {
  out = ""
  while (line != "") {
    if (commenting) {
      end = index(line, "*/")
      if (end == 0)
        return out
      commenting = 0
      out = out " "
      line = substr(line, end + 2)
      continue
    }
    if (!match(line, /"|'|\/\*|\/\//))
      return out line
    out = out substr(line, 1, RSTART - 1)
    mark = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (mark == "//")
      return out
    if (mark == "/*") {
      commenting = 1
      continue
    }
    out = out mark mark
    end = mark == "\"" ? match(line, /^([^"\\]|\\.)*"/) : match(line, /^([^'\\]|\\.)*'/)
    line = end ? substr(line, RLENGTH + 1) : ""
  }
  return out
}
