package main

import (
	"strings"
	"testing"
)

// TestKnownDivergences shows the exit status that a list of divergences leads
// to: of a known failure, of one that passes nevertheless, of a clause
// that does not exist, and of what is no list.
func TestKnownDivergences(t *testing.T) {
	profile := file(t, `{"omitted-members": "kept"}`)
	for _, tt := range []struct {
		known  string
		status int
		says   string
	}{
		{`[{"clause": "omitted-members", "reason": "it clears", "link": "https://example.com/1"}]`, exitPass, "1 fail (1 known)"},
		{`[]`, exitFail, "omitted-members fails"},
		{`[{"clause": "omitted-members", "reason": "it clears"}, {"clause": "upsert", "reason": "once"}]`, exitFail, "conform: upsert: listed as a divergence, and it passes\n"},
		{`[{"clause": "omitted-members", "reason": "it clears"}, {"clause": "omited", "reason": "typo"}]`, exitFail, "conform: omited: listed as a divergence, and there is no such clause\n"},
		{`[{"clause": "omitted-members"}]`, exitError, `:1:2: [0]: reason is missing; add "reason"`},
	} {
		status, stdout, stderr := conform(t.Context(), "-profile", profile, "-run", "^(omitted-members|upsert)$", "-checks", "3", "-seed", "7", "-divergences", file(t, tt.known))
		if status != tt.status || !strings.Contains(stdout+stderr, tt.says) {
			t.Errorf("with %s: conform = %d\n%s%s\nwant %d and %q", tt.known, status, stdout, stderr, tt.status, tt.says)
		}
	}
}

// TestFixturesFile shows what the command makes of a file of fixtures,
// and of one that makes no sense.
func TestFixturesFile(t *testing.T) {
	if status, _, stderr := conform(t.Context(), "-fixtures", file(t, `{}`)); status != exitError || !strings.Contains(stderr, "-endpoint URL is required") {
		t.Errorf("conform -fixtures without an endpoint = %d, %s", status, stderr)
	}
	if status, _, stderr := conform(t.Context(), "-endpoint", "http://127.0.0.1:1", "-fixtures", file(t, `{"fact": []}`)); status != exitError || strings.Count(stderr, ":1:") != 2 {
		t.Errorf("conform -fixtures with nonsense = %d, %s", status, stderr)
	}
}
