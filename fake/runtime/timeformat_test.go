package runtime

import (
	"testing"

	"github.com/fakesmith/fakesmith/fake"
)

func TestTimeText(t *testing.T) {
	for _, tt := range []struct {
		read      func(*Decoder) (fake.Time, bool)
		write     func(*Encoder, fake.Time)
		in, wants string // wants is empty where the text is rejected
	}{
		{(*Decoder).DateTime, (*Encoder).DateTime, `"2026-01-31T12:00:00Z"`, `"2026-01-31T12:00:00Z"`},
		{(*Decoder).DateTime, (*Encoder).DateTime, `"2026-01-31T12:00:00.120Z"`, `"2026-01-31T12:00:00.12Z"`},
		{(*Decoder).DateTime, (*Encoder).DateTime, `"2026-01-31T12:00:00.0006Z"`, `"2026-01-31T12:00:00.001Z"`},
		{(*Decoder).DateTime, nil, `"2026-01-31T12:00:00+01:00"`, ""},
		{(*Decoder).DateTime, nil, `"2026-01-31"`, ""},
		{(*Decoder).DateTime, nil, `"0000-01-31T12:00:00Z"`, ""},
		{(*Decoder).DateTime, nil, `1769860800`, ""},
		{(*Decoder).DateTime, nil, `"2026-01-31T12:00:00Z`, ""},
		{(*Decoder).HTTPDate, (*Encoder).HTTPDate, `"Sat, 31 Jan 2026 12:00:00 GMT"`, `"Sat, 31 Jan 2026 12:00:00 GMT"`},
		{(*Decoder).HTTPDate, nil, `"2026-01-31T12:00:00Z"`, ""},
	} {
		d := &Decoder{buf: []byte(tt.in)}
		got, ok := tt.read(d)
		if tt.wants == "" {
			if ok || d.err == nil {
				t.Errorf("%s is read as %v, want an error", tt.in, got)
			}
			continue
		}
		var e Encoder
		if tt.write(&e, got); !ok || d.err != nil || e.String() != tt.wants {
			t.Errorf("%s is written as %s (%v), want %s", tt.in, e.String(), d.err, tt.wants)
		}
	}
	d := &Decoder{buf: []byte("null")}
	if got, ok := d.DateTime(); ok || d.err != nil {
		t.Errorf("null is %v, %v, %v, want no value", got, ok, d.err)
	}
}
