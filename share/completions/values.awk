# What the name of an option's value tells of the value: shared by the three shells.

# "file", "directory", "list" or "word" (of choices(argument)), "" for none that could be offered.
function kind(argument) {
  if (argument ~ /^(FILE|STATE)$/)
    return "file"
  if (argument == "DIR")
    return "directory"
  if (argument ~ /^(PROVIDERS|CHAIN)$/)
    return "list"
  return choices(argument) == "" ? "" : "word"
}

# The words to choose from, with blanks between: those of a|b|C that are not the name of something; none of a=B.
function choices(argument, word, n, i, all) {
  if (argument ~ /^(PROVIDERS?|CHAIN)$/)
    return providers
  if (argument ~ /[a-z]=/)
    return ""
  gsub(/[][=]/, "", argument)
  n = split(argument, word, "|")
  for (i = 1; i <= n; i++)
    if (word[i] ~ /^[a-z]/)
      all = all (all == "" ? "" : " ") word[i]
  return all
}

# Whether the option takes a value as a word of its own: [=VALUE] stands with it.
function takes_value(argument) {
  return argument != "" && argument !~ /^\[/
}
