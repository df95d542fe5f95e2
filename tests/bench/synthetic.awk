# awk -v operations=N -v schemas=M -f synthetic.awk: a description with so many operations over so many shared
# schemas, as JSON.  Schemas stand in tens, and each refers to two or three of its ten: however many there are, an
# operation reaches three tens of them at most, and the work for a byte should stay the same.
function ref(n) {
  return "{\"$ref\":\"#/components/schemas/S" n "\"}"
}
function content(n) {
  return "\"content\":{\"application/json\":{\"schema\":" ref(n) "}}"
}
# The schema of the same ten that stands `by` behind n.
function near(n, by,    first) {
  first = n - n % 10
  return first + (n % 10 + by) % (schemas - first < 10 ? schemas - first : 10)
}
BEGIN {
  printf "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Synthetic\",\"version\":\"1\"},\"security\":[{\"key\":[]}],\n\"paths\":{"
  for (i = 0; i < operations; i++) {
    printf "%s\n\"/things%d/{id}\":{\"%s\":{\"operationId\":\"operation%d\",\"summary\":\"Does thing %d\",\"tags\":[\"t%d\"],",
      i ? "," : "", i, i % 2 ? "post" : "get", i, i, i % 50
    printf "\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"integer\",\"minimum\":1}},"
    printf "{\"$ref\":\"#/components/parameters/Limit\"}],"
    if (i % 2)
      printf "\"requestBody\":{\"required\":true,%s},", content(i % schemas)
    printf "\"responses\":{\"200\":{\"description\":\"Well\",%s},", content((i * 7) % schemas)
    printf "\"404\":{\"$ref\":\"#/components/responses/Missing\"}}}}"
  }
  printf "},\n\"components\":{\"securitySchemes\":{\"key\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-Key\"}},"
  printf "\"parameters\":{\"Limit\":{\"name\":\"limit\",\"in\":\"query\",\"schema\":{\"type\":\"integer\",\"maximum\":100}}},"
  printf "\"responses\":{\"Missing\":{\"description\":\"Missing\",%s}},\n\"schemas\":{", content(0)
  for (i = 0; i < schemas; i++) {
    printf "%s\n\"S%d\":{\"type\":\"object\",\"required\":[\"id\",\"name\"],\"properties\":{", i ? "," : "", i
    printf "\"id\":{\"type\":\"integer\",\"format\":\"int64\"},\"name\":{\"type\":\"string\",\"maxLength\":%d,\"example\":\"A name\"},", i % 90 + 9
    printf "\"next\":%s,\"others\":{\"type\":\"array\",\"items\":%s}", ref(near(i, 1)), ref(near(i, 3))
    if (i % 2)
      printf ",\"either\":{\"oneOf\":[%s,{\"type\":\"null\"}]}", ref(near(i, 4))
    printf "}}"
  }
  printf "}}}\n"
}
