package runtime

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
)

// temper is a profile of two open clauses, as the generator would write one.
type temper struct{ mood, speech fake.Choice }

func (p *temper) openClauses() OpenClauses {
	return OpenClauses{
		{Clause: "mood", Chosen: &p.mood, Choices: []fake.Choice{"calm", "cross"}},
		{Clause: "speech", Chosen: &p.speech, Choices: []fake.Choice{"plain", "curt", "error:SilentException"}},
	}
}

func TestOpenClausesAreRead(t *testing.T) {
	for _, tt := range []struct {
		text string
		want temper
		errs []string
	}{
		{`{}`, temper{}, nil},
		{`{"mood": "cross"}`, temper{mood: "cross"}, nil},
		{`{"speech": "error:SilentException", "mood": ""}`, temper{speech: "error:SilentException"}, nil},
		{"{\"mood\": \"sad\", \"tone\": [\"low\"],\n\"speech\": 7}", temper{mood: "sad"}, []string{
			`1:10: mood: "sad" is not a choice; "calm" or "cross" is right`,
			`1:17: there is no clause "tone" that leaves a choice; there are mood, speech`,
			`2:11: speech: 7 is not a choice; "plain", "curt" or "error:SilentException" is right`,
		}},
		{`{"mood": null}`, temper{}, []string{`1:10: mood: null is not a choice; "calm" or "cross" is right`}},
		{`{"mood": "calm", "mood": "cross"}`, temper{mood: "cross"}, []string{`1:18: mood: it is given twice; leave one out`}},
		{`["mood"]`, temper{}, []string{"1:1: expected an object, found a list"}},
		{`null`, temper{}, []string{"1:5: expected an object, found null"}},
		{`{} {}`, temper{}, []string{"1:4: something follows the document"}},
		{``, temper{}, []string{"1:1: expected an object, found the end of the input"}},
	} {
		var p temper
		err := p.openClauses().Read([]byte(tt.text))
		var got []string
		if err != nil {
			got = strings.Split(err.Error(), "\n")
		}
		if strings.Join(got, "\n") != strings.Join(tt.errs, "\n") || p != tt.want {
			t.Errorf("Read(%s) makes %v, %q, want %v, %q", tt.text, p, got, tt.want, tt.errs)
		}
	}
}

func TestOpenClausesAreChecked(t *testing.T) {
	if err := new(temper).openClauses().Check(); err != nil {
		t.Errorf("Check of no choices = %v", err)
	}
	p := temper{mood: "plain", speech: "calm"}
	err := p.openClauses().Check()
	if want := "mood: \"plain\" is not a choice; \"calm\" or \"cross\" is right\nspeech: \"calm\" is not a choice; \"plain\", \"curt\" or \"error:SilentException\" is right"; err == nil || err.Error() != want {
		t.Errorf("Check = %v, want %s", err, want)
	}
}

// chooser is a specimen that has a profile.
type chooser struct {
	*specimen
	profile temper
}

func (c *chooser) ProfileJSON() ([]byte, error) {
	return []byte(`{"mood":"` + string(c.profile.mood) + `"}`), nil
}

func (c *chooser) SetProfileJSON(body []byte) error { return c.profile.openClauses().Read(body) }

func TestProfileIsAPowerOfThoseThatHaveOne(t *testing.T) {
	s := newSpecimen()
	if status, answer := control(t, s, "GET", "profile", ""); status != 404 || strings.Contains(answer, "calls, profile") {
		t.Errorf("without a profile, the answer is %d %s", status, answer)
	}
	c := &chooser{specimen: s}
	s.Control = c
	for _, step := range []struct {
		method, body string
		status       int
		want         string
	}{
		{"POST", `{"mood":"cross"}`, 204, ``},
		{"GET", ``, 200, `{"mood":"cross"}`},
		{"POST", `{"mood":"sad"}`, 400, `\"calm\" or \"cross\" is right`},
		{"PUT", ``, 405, `does not take PUT`},
	} {
		if status, answer := control(t, s, step.method, "profile", step.body); status != step.status || !strings.Contains(answer, step.want) {
			t.Errorf("%s profile %s = %d %s, want %d %s", step.method, step.body, status, answer, step.status, step.want)
		}
	}
	if _, answer := control(t, s, "GET", "", ""); !strings.Contains(answer, `"calls","faults","profile"]`) {
		t.Errorf("the powers are %s", answer)
	}
}
