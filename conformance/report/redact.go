package report

import "regexp"

// secrets match what no report may show, each with its replacement.
var secrets = []struct {
	pattern *regexp.Regexp
	by      string
}{
	{regexp.MustCompile(`\b(A3T[A-Z0-9]|AKIA|ASIA)[A-Z0-9]{16}\b`), "${1}…"},
	{regexp.MustCompile(`(?i)\b(Signature=)[0-9a-f]{16,}`), "${1}…"},
	{regexp.MustCompile(`(?i)(X-Amz-Security-Token['"]?\s*[:=]\s*['"]?)[A-Za-z0-9+/=]{16,}`), "${1}…"},
	{regexp.MustCompile(`(?i)((?:Secret(?:Access)?Key|SessionToken|Password)['"]?\s*[:=]\s*['"]?)[^\s'",}]{8,}`), "${1}…"},
}

// redact removes credentials from a text.
func redact(text string) string {
	for _, s := range secrets {
		text = s.pattern.ReplaceAllString(text, s.by)
	}
	return text
}
