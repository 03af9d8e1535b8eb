set -u
export LC_ALL=C
[ -n "${ENDPOINT:-}" ] || ENDPOINT=@ENDPOINT@
ENDPOINT=${ENDPOINT%/}
ACCOUNT=@ACCOUNT@ REGION=@REGION@ SERVICE=@SERVICE@ PREFIX=@PREFIX@ MEDIA=@TYPE@ TYPE=
# A line end, as a word.
NL='
'

say() { printf '%s\n' "$*"; }

# Beyond ASCII: controls, in UTF-8, and marks that break or turn a line.
HIDDEN=$(printf '\302[\200-\237]') MARKS=$(printf '\342\200[\213-\217\250-\256]') TURNS=$(printf '\342\201[\240-\257]')

# plain copies a text without what a terminal would act on.
plain() { tr -d '\000-\010\013-\037\177' | sed -e "s/$HIDDEN/?/g" -e "s/$MARKS/?/g" -e "s/$TURNS/?/g"; }

[ -n "$ENDPOINT" ] || { say "say where: ENDPOINT=URL; what is made there is removed in the end" >&2; exit 2; }
# Without credentials in the environment, the access key is the account, as emulators have it.
KEY=${AWS_ACCESS_KEY_ID:-$ACCOUNT} SECRET=${AWS_SECRET_ACCESS_KEY:-any}
NOW=$(date +%s)
# A word that makes all names new, as long as that of the run that found this.
RUN=${RUN:-$(printf '%0@DIGITS@d' $(((NOW * 7919 + $$) % @TEN@)))}
DIR=$(mktemp -d) || exit 2
# No answer fills the disk: this is 32 or 64 MiB, as shells count it.
ulimit -f 65536
# Whatever ends the script before the result, the exit status says that it can't be told.
RESULT=2
trap 'clean; rm -rf "$DIR"; exit "$RESULT"' EXIT
# clean removes what the steps have made.
clean() { :; }

# post N PATH HEADER [KEY REGION] sends standard input, signed, as step N. It fails
# if the request can't be made, and not if it is not answered.
post() {
  curl -sS -g --no-location --connect-timeout 10 --max-time 60 -o "$DIR/$1" -D "$DIR/$1.head" \
    -w '%{http_code}\n%{time_connect}\n' "$ENDPOINT$2" --data-binary @- \
    --aws-sigv4 "aws:amz:${5:-$REGION}:$SERVICE" --user "${4:-$KEY}:$SECRET" \
    ${AWS_SESSION_TOKEN:+-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"} \
    -H "Content-Type: ${TYPE:-$MEDIA}" -H "$3" >"$DIR/$1.sent" 2>"$DIR/$1.error"
  sent=$? code='' connected=''
  { read -r code; read -r connected; } <"$DIR/$1.sent"
  touch "$DIR/$1" "$DIR/$1.head"
  case $sent in
  0) say "$code" >"$DIR/$1.status"; return ;;
  # These say that the server has broken off, or answered what is no answer, or not in time.
  1 | 8 | 16 | 18 | 28 | 52 | 55 | 56 | 61 | 63 | 92) say 000 >"$DIR/$1.status" ;;
  *) connected= ;;
  esac
  plain <"$DIR/$1.error" >&2
  case $connected in '' | 0.000000)
    say "step $1: the request could not be made, so it can't be told whether the fault is there" >&2
    return 2 ;;
  esac
}

# call N OPERATION [KEY REGION] calls the API.
call() { post "$1" / "X-Amz-Target: $PREFIX.$2" "${3:-}" "${4:-}" && note "$1" "$2"; }

# control N POWER [KEY REGION] arranges what the API can't, by the control protocol.
control() {
  TYPE=application/json post "$1" "/_fakesmith/$2" "Accept: */*" "${3:-}" "${4:-}" || return 2
  case $(cat "$DIR/$1.status") in 2*) ;; *)
    say "step $1: $ENDPOINT offers no control of its $2, so this can't be reproduced there" >&2
    return 2 ;;
  esac
}

# outcome N prints success, the code of an error, or a status without one.
outcome() {
  status=$(cat "$DIR/$1.status")
  case $status in
  000) say "no answer" ;;
  2*) say success ;;
  *)
    code=$(tr '\000\n' '  ' <"$DIR/$1" | awk 'match($0, /"__type"[ \t\r]*:[ \t\r]*"([^"#]*#)?[A-Za-z0-9_.:-]+"/) {
      code = substr($0, RSTART, RLENGTH - 1); sub(/.*["#]/, "", code); print code }')
    say "${code:-status $status}" ;;
  esac
}

# made N fails unless step N was a success.
made() { [ -e "$DIR/$1.status" ] && [ "$(outcome "$1")" = success ]; }

# remove OPERATION [KEY REGION] removes what standard input says. How that is answered is no part of the result.
remove() { post clean / "X-Amz-Target: $PREFIX.$1" "${2:-}" "${3:-}" >"$DIR/cleaned" 2>&1; }

# note N CALL tells what came of a step.
note() { say "step $1: $2: $(outcome "$1")"; }

# given N MEMBER prints a word that an answer gave out.
given() { tr -d '\000\n' <"$DIR/$1" | sed -n 's/.*"'"$2"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'; }

# bare N says what an answer is made of that has nothing but brackets and commas. What
# a client prints in place of an answer tells nothing of that.
bare() {
  [ -e "$DIR/$1.sent" ] || return 0
  [ -s "$DIR/$1" ] || { say bare=nothing; return; }
  marks=$(tr '\000' 0 <"$DIR/$1" | tr -d ' \t\r\n\v\f{}[],' | head -c 1)
  [ -z "$marks" ] || return 0
  marks=$(tr -d ' \t\r\n\v\f' <"$DIR/$1" | head -c @BARE@)
  say "bare=${marks:-white space}"
}

# lines N prints an answer in lines that can be compared, whatever their order.
lines() {
  say "outcome=$(outcome "$1")"
  @HEAD@@UNLESS@
  bare "$1"
  { tr '{}[],' '\n\n\n\n\n' <"$DIR/$1"; echo; } | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e 's/^\("[^"]*"\):[[:space:]]*/\1:/' -e '/^$/d'@VARYING@
}

# was N FORMAT [TEXT ...] notes a line of the answer to step N as it was.
was() {
  { printf '%s ' "$1"; shift; printf "$@"; echo; } >>"$DIR/as-it-was"
}

# right N says whether an answer that succeeds has in it what the contract wants.
right() {
  [ "$(outcome "$1")" = success ] || return 0
  case $CONTENTS in
  '') return 0 ;;
  unknown) return 2 ;;
  esac
  touch "$DIR/wanted"
  { say '{'; cat "$DIR/wanted"; say '"":0}'; } >"$DIR/contract" || return 2
  leaves "$DIR/contract" >"$DIR/counted" && sort "$DIR/counted" >"$DIR/right" || return 2
  leaves "$DIR/$1" >"$DIR/counted"
  case $? in
  0) sort "$DIR/counted" | cmp -s - "$DIR/right" && return 0 ;;
  9) return 1 ;;
  *) return 2 ;;
  esac
  [ "$CONTENTS" = known ] || return 2
  # Of a list that goes on, this is a part.
  [ -z "$NEXT" ] || ! grep -qF "\"$NEXT\"" "$DIR/$1" || return 2
  return 1
}

# conclude N STEPS says whether the fault is there, which shows at step N.
conclude() {
  for step in $2; do
    if [ "$(outcome "$step")" = "no answer" ] && ! grep -qxF "$step outcome=no answer" "$DIR/as-it-was"; then
      say "step $step is not answered, so it can't be told whether the fault is there" >&2
      exit
    fi
  done
  for step in $2; do
    [ "$step" -lt "$1" ] || continue
    grep -qxF -- "$step outcome=$(outcome "$step")" "$DIR/as-it-was" && continue
    say "step $step is answered otherwise than it was, so it can't be told whether the fault is there" >&2
    exit
  done
  for step in $2; do lines "$step" | sed "s/^/$step /"; done | sort >"$DIR/is" || exit
  sort "$DIR/as-it-was" >"$DIR/was" || exit
  cmp -s "$DIR/was" "$DIR/is"
  case $? in
  0) say "the fault is there: $CLAUSE is violated" ;;
  1)
    if [ -z "$RIGHT" ] && [ -z "$FORM" ]; then
      say "step $1 is answered otherwise than it was, and what is right depends on the target: it can't be told whether the fault is there" >&2
      exit
    fi
    if [ -z "$RIGHT" ] || printf '%s\n' "$RIGHT" | grep -qxF -- "$(outcome "$1")"; then
      right "$1"
      case $? in
      0)
        say "the fault is not there: the steps are not answered as they were"
        RESULT=0
        exit ;;
      2)
        say "step $1 is answered otherwise than it was, and what it has to return is not known: it can't be told whether the fault is there" >&2
        exit ;;
      esac
    fi
    say "another fault is there: $CLAUSE is violated" ;;
  *) exit ;;
  esac
  say "expected $EXPECTED" | plain
  { printf 'got %s ' "$(outcome "$1")"; head -c 3000 "$DIR/$1"; echo; } | plain
  RESULT=1
  exit
}
