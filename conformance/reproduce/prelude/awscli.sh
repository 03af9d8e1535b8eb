
# The CLI is not to check what it is asked to send, and prints times as they come.
printf '[default]\nparameter_validation = false\ncli_timestamp_format = wire\nmax_attempts = 1\n' >"$DIR/config"
COMMAND=@COMMAND@

# cli N COMMAND INPUT [KEY REGION] calls the API as step N. It fails if the CLI has
# no answer.
cli() {
  if AWS_CONFIG_FILE=$DIR/config AWS_PAGER= AWS_ACCESS_KEY_ID=${4:-$KEY} AWS_SECRET_ACCESS_KEY=$SECRET \
    aws "$COMMAND" "$2" --cli-input-json "$3" --endpoint-url "$ENDPOINT" --region "${5:-$REGION}" \
    --output json --no-paginate --cli-connect-timeout 10 --cli-read-timeout 60 >"$DIR/$1" 2>"$DIR/$1.error"; then
    echo 200 >"$DIR/$1.status"
  else
    echo 400 >"$DIR/$1.status"
    code=$(sed -n 's/^.*An error occurred (\([^)]*\)) when calling.*/\1/p' "$DIR/$1.error" | head -n 1)
    if [ -z "$code" ]; then
      plain <"$DIR/$1.error" >&2
      say "step $1: the AWS CLI has no answer, so it can't be told whether the fault is there" >&2
      return 2
    fi
    printf '{"__type":"%s"}\n' "$code" >"$DIR/$1"
  fi
  note "$1" "$2"
}
