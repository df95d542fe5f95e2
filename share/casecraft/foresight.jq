# foresight.jq: what cc-call --dry-run=sums writes, as words for `casecraft generate`: operations, unchanged, calls,
# tokens, cost and currency on one line, who gets how many on the next.  Nothing where nobody is asked.
def grouped: tostring | if length > 3 then (.[:-3] | grouped) + "," + .[-3:] else . end;
def workers:
  (($jobs | tonumber?) // .workers) as $n
  | if .requests > 0 then " (\($n) \(if $n == 1 then $one else $more end))" else "" end;

select(.requests > 0)
| "\(.operations + .errors + $unchanged | grouped) \($unchanged | grouped) \(.requests | grouped) "
    + "\(.prompt + .completion | grouped) \(if .unpriced > 0 then null else .cost * 100 | round / 100 end) \(.currency)",
  ([.providers[] | "\(.provider) \(.operations | grouped)\(workers)"] | join(", "))
