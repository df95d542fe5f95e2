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
  split 0 "$fixture/filters.yaml" --include-tag nobody
  [ ! -s out ]
  warned 'none of the 7 operations was asked for'
}
