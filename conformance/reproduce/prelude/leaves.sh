
# want FORMAT [TEXT ...] notes a member of what the contract wants, as JSON.
want() { { printf "$@"; echo ,; } >>"$DIR/wanted"; }

# leaves FILE prints the members of a JSON text that are compared, a line for each
# leaf, which in a list has the name of the list: "Name":"value" if the name is in
# EXACT, "Name":* if it is in LOOSE. However the file spells a text, here all of it is
# as it is, but for quotes, backslashes and controls. The status is 9 if the file is no
# JSON, and 2 if that can't be told.
leaves() {
  # Each character that means something in JSON comes to begin a line, so that awk has
  # nothing to take apart that is long, nor sed, which sees short pieces. A line end
  # becomes \001, and an empty line in the end tells that nothing got lost on the way.
  cut=$(printf '\003')
  { tr '\n\000\001\003' '\001\002\002\002' <"$1" && printf '\003\003'; } | fold -b -w 500 |
    sed -e "s/[][\"{},\\\\:]/$cut&/g" | tr -d '\n' | tr '\003' '\n' | EXACT=$EXACT LOOSE=$LOOSE awk '
    function fail(with) { status = with; exit }

    function note(list, names,  n, i, name) {
      n = split(list, name, "\n")
      for (i = 1; i <= n; i++) {
        names[name[i]] = 1
        if (length(name[i]) > longest) longest = length(name[i])
      }
    }

    # value is called where a value begins.
    function value() {
      if (state != "value" && state != "element") fail(9)
      state = "end"
    }

    # show prints the line of a leaf, or what it begins with.
    function show(text) {
      if (at[depth] in loose) print "\"" at[depth] "\":*\n"
      else if (at[depth] in exact) print "\"" at[depth] "\":" text
    }

    # between reads what stands between strings and marks.
    function between(text) {
      if (text ~ /^[ \t\r\001]*$/) return
      value()
      if (text !~ /^[ \t\r\001]*(true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?)[ \t\r\001]*$/) fail(9)
      if (text ~ /null/) return
      sub(/^[ \t\r\001]+/, "", text)
      if (match(text, /[ \t\r\001]/)) text = substr(text, 1, RSTART - 1)
      show(text "\n")
    }

    # put adds to the string that is read. The first half of a character waits for the second.
    function put(text) {
      if (half) text = sprintf("\\u%04x", half) text
      half = 0
      if (string == "name") {
        if (length(key) <= longest) key = key text
      } else if (shown && text != "") print text
    }

    # within reads what stands in a string as it is.
    function within(text) {
      if (text == "") return
      if (text ~ /[\001-\037]/) fail(9)
      put(text)
    }

    # code reads a character that a string has by its number.
    function code(digits,  n, i) {
      if (digits !~ /^[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]$/) fail(9)
      for (i = 1; i <= 4; i++) n = n * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
      if (n >= 55296 && n < 56320) {
        put("")
        half = n
      } else if (n >= 56320 && n < 57344 && half) {
        n = 65536 + (half - 55296) * 1024 + n - 56320
        half = 0
        put(sprintf("%c%c", 240 + int(n / 262144), 128 + int(n / 4096) % 64) sprintf("%c%c", 128 + int(n / 64) % 64, 128 + n % 64))
      } else if (n in escape) put("\\" escape[n])
      else if (n < 32 || n >= 56320 && n < 57344) put(sprintf("\\u%04x", n))
      else if (n < 128) put(sprintf("%c", n))
      else if (n < 2048) put(sprintf("%c%c", 192 + int(n / 64), 128 + n % 64))
      else put(sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64))
    }

    BEGIN {
      ORS = ""
      depth = 0
      state = "value"
      note(ENVIRON["EXACT"], exact)
      note(ENVIRON["LOOSE"], loose)
      escape[8] = "b"; escape[9] = "t"; escape[10] = "n"; escape[12] = "f"; escape[13] = "r"; escape[34] = "\""; escape[92] = "\\"
    }

    NR == 1 {
      empty = $0 == ""
      between($0)
      next
    }

    $0 == "" {
      whole = 1
      next
    }

    { mark = substr($0, 1, 1); rest = substr($0, 2) }

    # A backslash has ended the line before.
    escaped {
      escaped = 0
      if (mark != "\"" && mark != "\\") fail(9)
      put("\\" mark)
      within(rest)
      next
    }

    string && mark == "\\" {
      kind = substr(rest, 1, 1)
      if (kind == "") escaped = 1
      else if (kind == "u") {
        code(substr(rest, 2, 4))
        within(substr(rest, 6))
      } else if (kind == "/") within(rest)
      else if (index("bfnrt", kind)) {
        put("\\" kind)
        within(substr(rest, 2))
      } else fail(9)
      next
    }

    string && mark == "\"" {
      put("")
      if (string == "name") {
        at[depth] = key
        state = "colon"
      } else if (shown) print "\"\n"
      string = ""
      between(rest)
      next
    }

    string {
      within($0)
      next
    }

    mark == "\"" {
      if (state == "name" || state == "member") {
        string = "name"
        key = ""
      } else {
        value()
        string = "value"
        shown = !(at[depth] in loose) && at[depth] in exact
        show("\"")
      }
      within(rest)
      next
    }

    mark == "{" || mark == "[" {
      value()
      if (depth == 10000) fail(2)
      at[depth + 1] = at[depth]
      ends[++depth] = (mark == "{" ? "}" : "]")
      state = (mark == "{" ? "member" : "element")
    }

    mark == "}" || mark == "]" {
      if (mark != ends[depth] || state != "end" && state != (mark == "}" ? "member" : "element")) fail(9)
      depth--
      state = "end"
    }

    mark == ":" {
      if (state != "colon") fail(9)
      state = "value"
    }

    mark == "," {
      if (state != "end" || !depth) fail(9)
      state = (ends[depth] == "}" ? "name" : "value")
    }

    mark == "\\" { fail(9) }

    { between(rest) }

    END {
      if (status) exit status
      if (!whole) exit 2
      if (string || depth || state != "end" && !empty) exit 9
    }
  '
}
