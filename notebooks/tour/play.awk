# Turns session.jsh into a session that shows what it does. Comments and code are printed before a
# call is made; a statement that is a call of remote() or captured() is followed by its value, the
# time it took and the worker's process. With -v only=1: what is defined, and no calls.
# Few snippets, as each costs jshell a tenth of a second or two.

function quoted(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/"/, "\\\"", text)
  return "\"" text "\""
}

function print_later(text) { lines = lines ", " quoted(text) }

function finish_statement() {
  if (statement == "") return
  if (statement ~ /\.(remote|captured)\(.*\)\n$/) {
    if (only) { statement = ""; return }
    sub(/\n$/, "", statement)
    flush_lines()
    print "Tour.timed(() -> " statement ")"
    lines = ", \"=\"" # here comes its result
    result = statement ~ /\.remote\(/ ? "() -> worker.remote()" : "null"
  } else {
    printf "%s", statement
  }
  statement = ""
}

# What was written so far, after the result of the call before it.
function flush_lines() {
  if (lines != "" && !only) print "Tour.show(" result lines ");"
  lines = ""
}

BEGIN { result = "null" }

/^[ }]/ { # goes on with the statement
  if (!only) print_later("   ...> " $0)
  statement = statement $0 "\n"
  next
}
{ finish_statement() }
!only && (/^\/\// || /^$/) { print_later($0) }
/^\/\// || /^$/ { next }
!only { print_later("jshell> " $0) }
{ statement = $0 "\n" }
END {
  finish_statement()
  flush_lines()
  if (!only) print "/exit Tour.failures"
}
