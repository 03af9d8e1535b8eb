package openapi

import "testing"

func TestRE2(t *testing.T) {
	for _, tt := range []struct{ pattern, want string }{
		{`\d{12}`, `\d{12}`},
		{`[\u0020-\u00ff]+`, `[\x{20}-\x{FF}]+`},
		{`a\\u0020`, `a\\u0020`}, // a backslash, and then letters
		{`\\\u002F\/`, `\\\x{2F}\/`},
		{`[\uD800\uDC00-\uDBFF\uDFFF]`, `[\x{10000}-\x{10FFFF}]`},
		{`\uD800`, `\x{D800}`},
		{`\u12`, `\u12`}, // nothing that either knows
		{`\`, `\`},
	} {
		if got := re2(tt.pattern); got != tt.want {
			t.Errorf("re2(%q) = %q, want %q", tt.pattern, got, tt.want)
		}
	}
}
