
# The CLI is not to check what it is asked to send, and prints times as they come.
printf '[default]\nparameter_validation = false\ncli_timestamp_format = wire\nmax_attempts = 1\n' >"$DIR/config"

# cli N COMMAND INPUT [KEY REGION] calls the API as step N.
cli() {
  if AWS_CONFIG_FILE=$DIR/config AWS_PAGER= AWS_ACCESS_KEY_ID=${4:-$KEY} AWS_SECRET_ACCESS_KEY=$SECRET \
    aws @COMMAND@ "$2" --cli-input-json "$3" --endpoint-url "$ENDPOINT" --region "${5:-@REGION@}" \
    --output json --no-paginate >"$DIR/$1" 2>"$DIR/$1.error"; then
    echo 200 >"$DIR/$1.status"
  else
    echo 400 >"$DIR/$1.status"
    sed -n 's/^.*An error occurred (\([^)]*\)) when calling.*/{"__type":"\1"}/p' "$DIR/$1.error" >"$DIR/$1"
    [ -s "$DIR/$1" ] || { cat "$DIR/$1.error" >&2; echo 000 >"$DIR/$1.status"; }
  fi
  note "$1" "$2"
}
