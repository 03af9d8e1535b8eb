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
		{[]fake.Fault{{Reset: true}}, "x....."},
		{[]fake.Fault{{Call: 3, Reset: true}}, "..x..."},
		{[]fake.Fault{{Call: 2, Times: 3, Reset: true}}, ".xxx.."},
		{[]fake.Fault{{Operation: "Echo", Call: 2, Reset: true}, {Call: 5, Reset: true}}, ".x..x."},
		{[]fake.Fault{{Operation: "Forget", Reset: true}}, "......"},
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
	if err := f.Set(fake.Fault{Reset: true}); err != nil {
		t.Fatal(err)
	}
	err := f.Set(
		fake.Fault{},
		fake.Fault{Error: "E", Truncate: 1},
		fake.Fault{Error: "E", Call: -1, Delay: -time.Second},
		fake.Fault{Reset: true, Status: 500},
		fake.Fault{Error: "E", Status: 200},
		fake.Fault{Close: true, Reset: true},
		fake.Fault{Delay: 1, Answered: true},
		fake.Fault{Close: true, Truncate: 1, Answered: true},
		fake.Fault{Error: "not\na code"},
		fake.Fault{Error: "E", Status: 600, Times: -1, Truncate: -1},
	)
	want := `faults[0]: nothing goes wrong; one of error, delay, close, reset and truncate is right
faults[1]: an error is a whole answer; it goes with none of close, reset, truncate and answered
faults[2].call: -1 is not a whole number from 0 to 1000000000
faults[2].delay: -1s is less than no time; 0s or more is right
faults[3]: message and status are those of an error, and there is none; add error, or leave them out
faults[4]: status 200 is not that of an error; 400 to 599 is right
faults[5]: a connection is either closed or reset; leave one out
faults[6]: answered says when the connection ends, and nothing ends it; add close or reset
faults[7]: an answer is either broken off or sent in whole; leave out truncate or answered
faults[8].error: "not\na code" is not the code of an error; letters, digits and punctuation are right
faults[9].times: -1 is not a whole number from 0 to 1000000000
faults[9].status: 600 is not a whole number from 0 to 599
faults[9].truncate: -1 is not a whole number from 0 to 16777216`
	if err == nil || err.Error() != want {
		t.Errorf("Set = %v, want\n%s", err, want)
	}
	if left := f.Left(); len(left) != 1 || !left[0].Reset {
		t.Errorf("there are %v, want what was set before", left)
	}
}

// TestUnknownNamesAreReported by Go and over HTTP alike, and a near miss with what was
// meant.
func TestUnknownNamesAreReported(t *testing.T) {
	f := new(fake.Faults)
	f.Know([]string{"PutThings", "DescribeThings"}, "NoSuchThingException")
	f.Know([]string{"GetCallerIdentity"})
	for _, right := range []fake.Fault{
		{Operation: "GetCallerIdentity", Close: true},
		{Operation: "PutThings", Error: "NoSuchThingException"},
		{Error: "InternalServerError"},
		{Error: "SadException", Status: 418},
	} {
		if err := f.Set(right); err != nil {
			t.Errorf("Set(%v) = %v", right, err)
		}
	}
	for _, wrong := range []struct {
		fault      fake.Fault
		goes, json string
	}{
		{fake.Fault{Operation: "PutThing", Close: true},
			`faults[0].operation: there is no operation "PutThing"; did you mean "PutThings"?`,
			`1:15: [0].operation: there is no operation "PutThing"; did you mean "PutThings"?`},
		{fake.Fault{Operation: "Dance", Close: true},
			`faults[0].operation: there is no operation "Dance"; there are PutThings, DescribeThings, GetCallerIdentity`,
			`1:15: [0].operation: there is no operation "Dance"; there are PutThings, DescribeThings, GetCallerIdentity`},
		{fake.Fault{Error: "ThrotlingException"},
			`faults[0].error: there is no error "ThrotlingException"; did you mean "ThrottlingException"?`,
			`1:11: [0].error: there is no error "ThrotlingException"; did you mean "ThrottlingException"?`},
		{fake.Fault{Error: "NoSuchThingExeption", Status: 400},
			`faults[0].error: there is no error "NoSuchThingExeption"; did you mean "NoSuchThingException"?`,
			`1:11: [0].error: there is no error "NoSuchThingExeption"; did you mean "NoSuchThingException"?`},
		{fake.Fault{Error: "NoSuchThing"},
			`faults[0]: there is no error "NoSuchThing"; to answer with it all the same, give its status`,
			`1:2: [0]: there is no error "NoSuchThing"; to answer with it all the same, give its status`},
		{fake.Fault{Error: "NoThingException"},
			`faults[0]: there is no error "NoThingException"; did you mean "NoSuchThingException"? to answer with it all the same, give its status`,
			`1:2: [0]: there is no error "NoThingException"; did you mean "NoSuchThingException"? to answer with it all the same, give its status`},
	} {
		if err := f.Set(wrong.fault); err == nil || err.Error() != wrong.goes {
			t.Errorf("Set(%v) = %v, want %s", wrong.fault, err, wrong.goes)
		}
		text, err := json.Marshal([]fake.Fault{wrong.fault})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.UnmarshalJSON(text); err == nil || err.Error() != wrong.json {
			t.Errorf("UnmarshalJSON(%s) = %v, want %s", text, err, wrong.json)
		}
	}
	if left := f.Left(); len(left) != 1 || left[0].Status != 418 {
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
		`{"reset": null}`:   "1:11: reset: null is no value; leave the member out",
		`{"reset": "yes"}`:  "1:11: reset: \"yes\" is neither true nor false",
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
