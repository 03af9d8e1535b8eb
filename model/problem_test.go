package model

import (
	"slices"
	"testing"
)

func TestProblemString(t *testing.T) {
	at := Pos{File: "model.json", Line: 3, Column: 7}
	for _, tt := range []struct {
		problem Problem
		want    string
	}{
		{Problem{at, "Widget", "it is wrong", "put it right"}, "model.json:3:7: Widget: it is wrong; put it right"},
		{Problem{at, "", "it is wrong", "put it right"}, "model.json:3:7: it is wrong; put it right"},
		{Problem{at, "Widget", "it is wrong", ""}, "model.json:3:7: Widget: it is wrong"},
		{Problem{Pos{File: "model.json", Line: 3}, "Widget", "it is wrong", ""}, "model.json:3: Widget: it is wrong"},
		{Problem{Pos{File: "model.json"}, "Widget", "it is wrong", ""}, "model.json: Widget: it is wrong"},
		{Problem{Pos{}, "", "it is wrong", ""}, "it is wrong"},
	} {
		if got := tt.problem.String(); got != tt.want {
			t.Errorf("%+v.String() = %q, want %q", tt.problem, got, tt.want)
		}
	}
}

func TestProblemsErr(t *testing.T) {
	var none Problems
	if err := none.Err(); err != nil {
		t.Errorf("the error of no problems is %v", err)
	}
	var problems Problems
	add := func(file string, line, column int, what string) {
		problems.Add(Pos{file, line, column}, "", what, "")
	}
	add("b", 1, 1, "sixth")
	add("a", 2, 10, "fifth")
	add("a", 2, 9, "second")
	add("a", 1, 80, "first")
	add("a", 2, 9, "third")
	add("a", 2, 9, "third") // the same again
	add("a", 2, 9, "fourth")
	before := slices.Clone(problems)
	want := "a:1:80: first\na:2:9: second\na:2:9: third\na:2:9: fourth\na:2:10: fifth\nb:1:1: sixth"
	if got := problems.Err().Error(); got != want {
		t.Errorf("Err() =\n%s\nwant\n%s", got, want)
	}
	if !slices.Equal(problems, before) {
		t.Error("Err changed the problems")
	}
}
