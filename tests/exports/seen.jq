# seen.jq: a document with the cases alone that Prism can judge.  It has bounds of its own for whole numbers beyond
# 2^53, takes null for no body, any credential for a good one, and answers another type of body with 422.
def unseen: (.target + (.body_text // "") | test("922337203685477580[789]")) or .body_text == "null"
  or .technique == "auth_malformed" or (.technique == "media_type" and (.status_in // [] | index("4XX") | not));
.test_cases |= map(select(unseen | not))
