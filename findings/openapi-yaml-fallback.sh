#!/usr/bin/env bash
# kin-openapi: whether "maxLength": 10.0 can be read depends on how an
# unrelated string elsewhere in the JSON document is escaped.
#
# Version: github.com/getkin/kin-openapi v0.152.0.
#
# 10, 10.0 and 1e1 are one JSON number. Its JSON reader takes only 10 for a
# length; on failure it silently reads the document again as YAML, where all
# three are fine. But "\/" and a surrogate pair ("\ud83d\ude00"), which JSON
# allows in any string and many serializers write, are no escapes in YAML.
# Each alone loads. A document with one of each does not, and the last part
# of the error is about an escape that is correct.
#
# Seen: title as written, length as written, outcome:
#   a 10.0 loads, 10
#   a\/b 10 loads, 10
#   a\/b 10.0 fails: found unknown escape character
#   \ud83d\ude00 1e1 fails: found invalid Unicode character escape code
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	for _, title := range []string{`a`, `a\/b`, `\ud83d\ude00`} {
		for _, length := range []string{`10`, `10.0`, `1e1`} {
			doc := []byte(`{"openapi":"3.0.0","info":{"title":"` + title + `","version":"1"},"paths":{},
				"components":{"schemas":{"S":{"type":"string","maxLength":` + length + `}}}}`)
			if !json.Valid(doc) {
				panic("not JSON")
			}
			loaded, err := openapi3.NewLoader().LoadFromData(doc)
			if err != nil {
				parts := strings.Split(err.Error(), "yaml: ")
				fmt.Println(title, length, "fails:", parts[len(parts)-1])
				continue
			}
			fmt.Println(title, length, "loads,", *loaded.Components.Schemas["S"].Value.MaxLength)
		}
	}
}
GO
{
  go mod init finding
  go get github.com/getkin/kin-openapi/openapi3@v0.152.0
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

go run . > got
cat > want <<'EOF'
a 10 loads, 10
a 10.0 loads, 10
a 1e1 loads, 10
a\/b 10 loads, 10
a\/b 10.0 fails: found unknown escape character
a\/b 1e1 fails: found unknown escape character
\ud83d\ude00 10 loads, 10
\ud83d\ude00 10.0 fails: found invalid Unicode character escape code
\ud83d\ude00 1e1 fails: found invalid Unicode character escape code
EOF
diff -u want got
echo 'finding holds: a length of 10.0 loads unless some string holds "\/" or a surrogate pair'
