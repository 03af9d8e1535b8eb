package fake_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

func TestFaultsStrikeTheCallsTheyAreMeantFor(t *testing.T) {
	for _, test := range []struct {
		faults []fake.Fault
		want   string // of calls to Echo, those that fail
	}{
		{[]fake.Fault{{Drop: true}}, "x....."},
		{[]fake.Fault{{Call: 3, Drop: true}}, "..x..."},
		{[]fake.Fault{{Call: 2, Times: 3, Drop: true}}, ".xxx.."},
		{[]fake.Fault{{Operation: "Echo", Call: 2, Drop: true}, {Call: 5, Drop: true}}, ".x..x."},
		{[]fake.Fault{{Operation: "Forget", Drop: true}}, "......"},
		{nil, "......"},
	} {
		faults := new(fake.Faults)
		if err := faults.Set(test.faults...); err != nil {
			t.Fatal(err)
		}
		got := ""
		for range 6 {
			if faults.Next("Echo") == nil {
				got += "."
			} else {
				got += "x"
			}
		}
		if got != test.want {
			t.Errorf("%v: calls fail as in %s, want %s", test.faults, got, test.want)
		}
	}
}

func TestNonsenseFaultsAreReportedAllAtOnce(t *testing.T) {
	f := new(fake.Faults)
	if err := f.Set(fake.Fault{Drop: true}); err != nil {
		t.Fatal(err)
	}
	err := f.Set(fake.Fault{}, fake.Fault{Drop: true, Truncate: 1}, fake.Fault{Error: "E", Call: -1, Delay: -time.Second}, fake.Fault{Drop: true, Status: 500}, fake.Fault{Error: "E", Status: 200})
	want := `faults[0]: nothing goes wrong; one of error, delay, drop and truncate is right
faults[1]: a call can't end in more than one way; one of error, drop and truncate is right
faults[2].call: -1 is not a whole number from 0 to 1000000000
faults[2].delay: -1s is less than no time; 0s or more is right
faults[3]: message and status are those of an error, and there is none; add error, or leave them out
faults[4]: status 200 is not that of an error; 400 to 599 is right`
	if err == nil || err.Error() != want {
		t.Errorf("Set = %v, want\n%s", err, want)
	}
	if left := f.Left(); len(left) != 1 || !left[0].Drop {
		t.Errorf("there are %v, want what was set before", left)
	}
}

func TestFaultAsJSON(t *testing.T) {
	fault := fake.Fault{Operation: "Echo", Call: 3, Times: 2, Error: "E", Message: "m", Status: 500, Delay: 90 * time.Second, After: true}
	text, err := json.Marshal(fault)
	want := `{"operation":"Echo","call":3,"times":2,"error":"E","message":"m","status":500,"delay":"1m30s","after":true}`
	if err != nil || string(text) != want {
		t.Errorf("Marshal = %s, %v, want %s", text, err, want)
	}
	var again fake.Fault
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(again, fault) {
		t.Errorf("Unmarshal = %+v, %v, want %+v", again, err, fault)
	}
	for text, want := range map[string]string{
		"{\n\t\"delay\": 3,\n\t\"call\": \"x\", \"call\": 1}": "2:11: delay: 3 is not a duration; a string such as \"90s\" or \"1m30s\" is right\n" +
			"3:10: call: \"x\" is not a whole number from 0 to 1000000000\n3:15: \"call\" is given twice; leave one out",
		`{"drop": null}`:    "1:10: drop: null is no value; leave the member out",
		`{"drop": "yes"}`:   "1:10: drop: \"yes\" is neither true nor false",
		`{"operation": []}`: "1:15: operation: [] is not a string",
		`[]`:                "1:1: [] is not an object",
		`{"error": "E"`:     "1:13: unexpected end of JSON input",
	} {
		fault := fake.Fault{Truncate: 9}
		if err := fault.UnmarshalJSON([]byte(text)); err == nil || err.Error() != want || fault.Truncate != 9 {
			t.Errorf("UnmarshalJSON(%s) = %v, %+v, want %s", text, err, fault, want)
		}
	}
}
