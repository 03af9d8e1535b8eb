package doctext

import "testing"

func TestPlain(t *testing.T) {
	for _, tt := range []struct{ description, want string }{
		{"", ""},
		{"  As it is: a < b > c & d.\n", "As it is: a < b > c & d."},
		{"<p/>", ""},
		{"<p>One <code>two</code>\n  three.</p>", "One two three."},
		{"<p>One.</p><p>Two.</p>", "One.\n\nTwo."},
		{"<p>All:</p> <ul> <li> <p>one</p> </li> <li>two</li> </ul> <p>Done &lt;now&gt;.</p>", "All:\n\n- one\n- two\n\nDone <now>."},
		{"<fullname>Config</fullname> <p>Keeps <a href=\"https://example.com/a>b\">things</a>.</p>", "Keeps b\">things."},
	} {
		if got := Plain(tt.description); got != tt.want {
			t.Errorf("Plain(%q) = %q, want %q", tt.description, got, tt.want)
		}
	}
}
