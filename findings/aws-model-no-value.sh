#!/usr/bin/env bash
# Five shapes of AWS's own API models allow no value at all.
#
# Version: models/apis of the Go module github.com/aws/aws-sdk-go v1.55.8,
# the last release: 384 models, 6,469 patterns.
#
# A generator that makes values for a model, or a fake that validates by it,
# finds nothing for these and rejects what the real service returns:
#   apprunner ServiceId: the pattern is a UUID, 36 characters; the length 32
#   vpc-lattice ServiceNetworkId: the pattern has 20 characters; the length 32
#   dataexchange AwsAccountId: ".*/^[\d]{12}$/.*", a JavaScript literal with
#     its slashes: a character before the start of the text
#   ec2 PlacementGroupArn: "...:placement-group/^.{1,255}$": the same
#   qbusiness MessageBody: "\P{C}*$}", a character after the end of the text
# ServiceId is required in App Runner's Service, AwsAccountId in a request of
# Data Exchange. Patterns that RE2 cannot parse (589) are left out.
#
# Seen: those five and no other; the expected text is at the end.
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
	"os"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strings"
)

const never, endless = 1 << 20, 1 << 30

// span returns the least and the greatest length of what r matches. The
// least is at least never when text is needed outside of ^ or $.
func span(r *syntax.Regexp) (least, most int) {
	switch r.Op {
	case syntax.OpLiteral:
		return len(r.Rune), len(r.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, 1
	case syntax.OpCapture:
		return span(r.Sub[0])
	case syntax.OpQuest:
		_, most = span(r.Sub[0])
	case syntax.OpStar:
		most = endless
	case syntax.OpPlus:
		least, _ = span(r.Sub[0])
		most = endless
	case syntax.OpConcat:
		ended := false
		for _, sub := range r.Sub {
			l, m := span(sub)
			if sub.Op == syntax.OpBeginText && least > 0 || ended && l > 0 {
				l = never
			}
			ended = ended || sub.Op == syntax.OpEndText
			least, most = least+l, min(most+m, endless)
		}
	case syntax.OpAlternate:
		least = endless
		for _, sub := range r.Sub {
			l, m := span(sub)
			least, most = min(least, l), max(most, m)
		}
	}
	return least, most
}

func main() {
	files, _ := filepath.Glob(filepath.Join(os.Args[1], "models/apis/*/*/api-2.json"))
	patterns, unread, found := 0, 0, []string{}
	for _, file := range files {
		var model struct {
			Shapes map[string]struct {
				Pattern  string
				Min, Max *float64
			}
		}
		data, _ := os.ReadFile(file)
		if err := json.Unmarshal(data, &model); err != nil {
			panic(err)
		}
		for name, shape := range model.Shapes {
			if shape.Pattern == "" {
				continue
			}
			patterns++
			r, err := syntax.Parse(shape.Pattern, syntax.Perl)
			if err != nil {
				unread++
				continue
			}
			least, most := span(r.Simplify()) // which leaves ?, * and + alone of all repetitions
			name = filepath.Base(filepath.Dir(filepath.Dir(file))) + " " + name
			if least >= never {
				found = append(found, name+": never matches")
			} else if shape.Max != nil && float64(least) > *shape.Max || shape.Min != nil && float64(most) < *shape.Min {
				found = append(found, fmt.Sprintf("%s: matches %d to %d characters of %v to %v", name, least, most, *shape.Min, *shape.Max))
			}
		}
	}
	slices.Sort(found)
	fmt.Println(len(files), "models,", patterns, "patterns,", unread, "not RE2")
	fmt.Println(strings.Join(found, "\n"))
}
GO
{
  go mod init finding
  go get github.com/aws/aws-sdk-go@v1.55.8
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

go run . "$GOMODCACHE/github.com/aws/aws-sdk-go@v1.55.8" > got
cat > want <<'EOF'
384 models, 6469 patterns, 589 not RE2
apprunner ServiceId: matches 36 to 36 characters of 32 to 32
dataexchange AwsAccountId: never matches
ec2 PlacementGroupArn: never matches
qbusiness MessageBody: never matches
vpc-lattice ServiceNetworkId: matches 20 to 20 characters of 32 to 32
EOF
diff -u want got
echo "finding holds: five shapes of AWS's models allow no value"
