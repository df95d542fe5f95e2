# cc-split: which operations a person asked for.
load helper
load split

@test "each of them, lists by comma and repetition, and several at once" {
  local want options
  while IFS='|' read -r want options; do
    # shellcheck disable=SC2086 # words
    split 0 "$fixture/filters.yaml" $options
    shape 'map(.seq)' "[$want]" || { echo "with $options"; return 1; }
    check 'all(.[]; .spec.operations == 7)'
  done <<'END'
0,1,2,3,4,5,6|
0,1,2|--include-tag users
0,1,2,3|--include-tag users,admin
0,1,2,3|--include-tag users --include-tag admin
0,1,2,3|--include-tag users,,admin,
6|--include-tag Users
3,4,5,6|--exclude-tag users
4,5,6|--exclude-tag users --exclude-tag=admin
0,1|--include-path /users
2,3|--include-path /users/*
2,3,4|--include-path /users/**
0,1,2,3,4|--include-path /users,/users/**
0,1,2,3,4,5|--include-path /user**
2,3|--include-path /users/{id}
5|--include-path /use?
0,1,5,6|--exclude-path /users/**
0,2,4,5|--include-method GET
0,2,4,5|--include-method get
0,2,3,4,5|--include-method get,delete
1,3,6|--exclude-method get
3|--include-tag admin --include-method DELETE --include-path /users/**
0|--include-tag users --exclude-path /users/{id} --exclude-method post
1|--include-tag users --include-tag admin --exclude-method get,delete
END
}

@test "that nothing was asked for is told, and is no failure" {
  split 0 "$fixture/filters.yaml" --include-tag users --include-method delete
  [ ! -s out ]
  [ "$(cat err)" = 'cc-split: warning: none of the 7 operations was asked for' ]
  split 0 "$fixture/filters.yaml" --include-tag nobody
  [ ! -s out ]
  [ "$(wc -l <err)" -eq 2 ]
  warned '--include-tag nobody: no operation has this tag' 'none of the 7 operations was asked for'
}

@test "each item that meets no operation is told by name, with what was probably meant" {
  local options want more
  while IFS='|' read -r options want; do
    # With another filter that leaves nothing, too: what counts is the description.
    # shellcheck disable=SC2086 # words
    for more in '' everything; do
      split 0 "$fixture/filters.yaml" ${more:+--exclude-path '**'} $options
      sed -n 's/^cc-split: warning: //p' err | grep -v '^none of' >warnings || true
      [ "$(cat warnings)" = "${options%% *} ${options#* }: no operation has this $want" ] ||
        { echo "$options $more: not '$want' but"; cat err; return 1; }
    done
  done <<'END'
--include-tag odrers|tag
--include-tag suers|tag; did you mean users?
--include-tag USERS|tag; did you mean users?
--exclude-tag Admin|tag; did you mean admin?
--exclude-tag user|tag; did you mean users?
--include-tag uses|tag; did you mean users?
--include-tag us|tag
--include-method gte|method; did you mean GET?
--include-method TRACE|method
--exclude-method delet|method; did you mean DELETE?
--exclude-method option|method
END
}

@test "each pattern that matches no path is told, with one that does and was probably meant" {
  jq -nc --args '$ARGS.positional | {openapi: "3.0.0", info: {title: "T", version: "1"}, paths: map({(.): {get: {}}}) | add}' \
    /users '/users/{id}' '/users/{id}/posts' /orders '/teams/{team}/members' /a/b/c/health '/größe' >spec.json
  local glob want hint
  while read -r glob want; do
    hint=${want:+; did you mean \"$want\"?}
    split 0 spec.json --exclude-path "$glob"
    [ "$(cat err)" = "cc-split: warning: --exclude-path $glob: no path matches (a GLOB is matched whole, and * stays within /)$hint" ] ||
      { echo "$glob: not '$want' but"; cat err; return 1; }
    # What is proposed does match.
    [ -z "$want" ] || { split 0 spec.json --include-path "$want"; [ -s out ] && [ ! -s err ]; }
  done <<'END'
/teams /teams/**
/teams/ /teams/**
/teams/* /teams/**
/users/{id}/ /users/{id}/**
/orders/ /orders
/orders/** /orders
/orders/* /orders
orders /orders
users/* /users/*
teams /teams/**
* /*
/Orders /orders
/oders /orders
/users/{userId} /users/{id}
/ord /ord*
/te /te**
/health **/health
health/ **/health
/a/b/c/d
/nobody
/nobody/**
/grösse /größe
END
}

@test "an item that meets something is not told, whatever the others leave" {
  local options
  while read -r options; do
    # shellcheck disable=SC2086 # words
    split 0 "$fixture/filters.yaml" $options
    run ! grep -v 'none of the 7 operations was asked for' err
  done <<'END'
--include-tag users --exclude-tag users
--include-tag users,admin,posts,Users
--include-method delete,GET,Post,head
--include-path /user,/health --exclude-path /users/**
--include-path /health --include-method get
END
}

@test "many items, and tags and paths that are many and long" {
  jq -nc '("x" * 5000) as $x | {openapi: "3.0.0", info: {title: "T", version: "1"}, paths: ([range(3000)
    | {("/\(.)/\($x[:. * 7 % 400])"): {get: {tags: ["tag\(.)", $x[:. % 100]]}}}] | add)}' >spec.json
  split 0 spec.json --include-tag "$(seq -s , 3000 3200 | sed 's/[0-9]*/tag&/g')" \
    --include-path "$(seq -s , 1 20 | sed 's|[0-9]*|/y&/*z|g')"
  [ "$(grep -c 'no operation has this tag; did you mean tag[0-9]*?$' err)" -eq 201 ]
  [ "$(grep -c 'no path matches' err)" -eq 20 ]
}

@test "what a description says reaches the terminal inert" {
  printf '{"openapi":"3.0.0","paths":{"/a":{"get":{"tags":["user\\u001b[31m"]}}}}' >spec.json
  split 0 spec.json --include-tag 'user[31m'
  warned '--include-tag user[31m: no operation has this tag; did you mean user?[31m?'
}
