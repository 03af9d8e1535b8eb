package plainjson

import "testing"

func TestMarshal(t *testing.T) {
	for _, tt := range []struct {
		value any
		want  string
	}{
		{map[string]any{"b": "<&>", "a": 1.5}, `{"a":1.5,"b":"<&>"}`},
		{"two\nlines", `"two\nlines"`},
		{nil, "null"},
	} {
		if got, err := Marshal(tt.value); err != nil || string(got) != tt.want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", tt.value, got, err, tt.want)
		}
	}
	if got, err := Marshal(func() {}); err == nil {
		t.Errorf("Marshal of a function = %s, want an error", got)
	}
}
