set -u
export LC_ALL=C
ENDPOINT=${ENDPOINT:-@ENDPOINT@}
ENDPOINT=${ENDPOINT%/}
[ -n "$ENDPOINT" ] || { echo "say where: ENDPOINT=URL; what is made there stays there" >&2; exit 2; }
# Without credentials in the environment, the access key is the account, as emulators have it.
KEY=${AWS_ACCESS_KEY_ID:-@ACCOUNT@} SECRET=${AWS_SECRET_ACCESS_KEY:-any}
NOW=$(date +%s)
# A word that makes all names new, as long as that of the run that found this.
RUN=${RUN:-$(printf '%0@DIGITS@d' $(((NOW * 7919 + $$) % @TEN@)))}
DIR=$(mktemp -d) || exit 2
trap 'rm -rf "$DIR"' EXIT

# post N PATH HEADER [KEY REGION] sends standard input, signed, as step N.
post() {
  curl -sS -o "$DIR/$1" -D "$DIR/$1.head" -w '%{http_code}' "$ENDPOINT$2" --data-binary @- \
    --aws-sigv4 "aws:amz:${5:-@REGION@}:@SERVICE@" --user "${4:-$KEY}:$SECRET" \
    ${AWS_SESSION_TOKEN:+-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"} \
    -H "Content-Type: ${TYPE:-@TYPE@}" -H "$3" >"$DIR/$1.status" || echo 000 >"$DIR/$1.status"
  touch "$DIR/$1" "$DIR/$1.head"
}

# call N OPERATION [KEY REGION] calls the API.
call() { post "$1" / "X-Amz-Target: @PREFIX@.$2" "${3:-}" "${4:-}"; note "$1" "$2"; }

# control N POWER [KEY REGION] arranges what the API can't, by the control protocol.
control() {
  TYPE=application/json post "$1" "/_fakesmith/$2" "Accept: */*" "${3:-}" "${4:-}"
  case $(cat "$DIR/$1.status") in 2*) ;; *)
    echo "step $1: $ENDPOINT offers no control of its $2, so this can't be reproduced there" >&2
    exit 2 ;;
  esac
}

# outcome N prints success, the code of an error, or a status without one.
outcome() {
  status=$(cat "$DIR/$1.status")
  case $status in
  000) echo "no answer" ;;
  2*) echo success ;;
  *)
    code=$(tr -d '\n' <"$DIR/$1" | sed -n 's/.*"__type"[[:space:]]*:[[:space:]]*"\([^"#]*#\)\{0,1\}\([^"#]*\)".*/\2/p')
    echo "${code:-status $status}" ;;
  esac
}

# note N CALL tells what came of a step.
note() { echo "step $1: $2: $(outcome "$1")"; }

# given N MEMBER prints a word that an answer gave out.
given() { tr -d '\n' <"$DIR/$1" | sed -n 's/.*"'"$2"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'; }

# lines N prints an answer in lines that can be compared, whatever their order.
lines() {
  echo "outcome=$(outcome "$1")"
  @HEAD@@UNLESS@
  tr '{}[],' '\n\n\n\n\n' <"$DIR/$1" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e 's/^\("[^"]*"\):[[:space:]]*/\1:/' -e '/^$/d'@VARYING@
}

# verdict N STEPS says whether the fault is there, which shows at step N. Standard
# input is how the steps were answered, in those lines.
verdict() {
  sort >"$DIR/as-it-was"
  for step in $2; do lines "$step" | sed "s/^/$step /"; done | sort >"$DIR/as-it-is"
  if cmp -s "$DIR/as-it-was" "$DIR/as-it-is"; then
    echo "the fault is there: $CLAUSE is violated"
  elif [ -n "$RIGHT" ] && ! printf '%s\n' "$RIGHT" | grep -qxF -- "$(outcome "$1")"; then
    echo "another fault is there: $CLAUSE is violated"
  else
    echo "the fault is not there: the steps are not answered as they were"
    exit 0
  fi
  printf 'expected %s\ngot %s %s\n' "$EXPECTED" "$(outcome "$1")" "$(head -c 3000 "$DIR/$1")"
  exit 1
}
