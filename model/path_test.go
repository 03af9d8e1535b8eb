package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestStepsFollowsMembersAndElements(t *testing.T) {
	steps, end, err := library().Steps("PutBooksRequest", "Books[].Title")
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 2 || steps[0].Member.Name != "Books" || !steps[0].Each || steps[1].Member.Name != "Title" || steps[1].Each {
		t.Errorf("Steps = %+v, want Books (each), Title", steps)
	}
	if end.Name != "Name" {
		t.Errorf("the path ends at %s, want Name", end.Name)
	}
}

func TestStepsSaysWhichStepIsWrong(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"Pages", "PutBooksRequest has no member Pages; it has Books, Shelf, Until"},
		{"Books.Title", "BookKeys is a list and has no member Title"},
		{"Shelf[]", "Shelf is a string and has no elements"},
		{"Books[].Author", "BookKey has no member Author; it has Title"},
	} {
		_, _, err := library().Steps("PutBooksRequest", model.Path(tt.path))
		if err == nil || err.Error() != tt.want {
			t.Errorf("Steps(%s) = %v, want %s", tt.path, err, tt.want)
		}
	}
	if _, _, err := library().Steps("Absent", "X"); err == nil || !strings.Contains(err.Error(), "Absent") {
		t.Errorf("Steps in an absent shape = %v, want a complaint that names it", err)
	}
}

func TestPathParts(t *testing.T) {
	path := model.Path("Books").Elem().Join("Title")
	if path != "Books[].Title" {
		t.Errorf("Elem and Join = %s, want Books[].Title", path)
	}
	if got := path.Last(); got != "Title" {
		t.Errorf("Last = %s, want Title", got)
	}
	if got := model.Path("Books[]").Last(); got != "Books" {
		t.Errorf("Last of an element = %s, want Books", got)
	}
	if rest, ok := path.Within("Books"); rest != "Title" || !ok {
		t.Errorf("Within(Books) = %s, %t, want Title, true", rest, ok)
	}
	if rest, ok := model.Path("Books[]").Within("Books"); rest != "" || !ok {
		t.Errorf("an element Within its list = %q, %t, want the element itself", rest, ok)
	}
	if _, ok := model.Path("Shelf").Within("Books"); ok {
		t.Error("Shelf is not within Books")
	}
	if _, ok := model.Path("Shelf").Within(""); ok {
		t.Error("nothing is within no list")
	}
}

func TestEachMemberGoesThroughListsAndRoundNoCircle(t *testing.T) {
	api := library()
	key := api.Shape("BookKey")
	key.Members = append(key.Members, model.Member{Name: "Volumes", GoName: "Volumes", Shape: "BookKeys"})
	var met []string
	api.EachMember("PutBooksRequest", func(path model.Path, owner *model.Shape, m *model.Member) {
		met = append(met, owner.Name+" "+string(path))
		if path.Last() != m.Name {
			t.Errorf("%s leads to the member %s", path, m.Name)
		}
	})
	want := []string{"PutBooksRequest Books", "BookKey Books[].Title", "BookKey Books[].Volumes", "PutBooksRequest Shelf", "PutBooksRequest Until"}
	if !slices.Equal(met, want) {
		t.Errorf("EachMember met %q, want %q", met, want)
	}
	api.EachMember("Absent", func(path model.Path, _ *model.Shape, _ *model.Member) {
		t.Errorf("there is %s in a shape that is not there", path)
	})
}

func TestPartOf(t *testing.T) {
	for _, tt := range []struct {
		path, whole model.Path
		want        bool
	}{
		{"A.B", "A", true}, {"A", "A", true}, {"A[].B", "A", true}, {"A[].B", "A[]", true},
		{"AB", "A", false}, {"A", "A.B", false}, {"A", "", false},
	} {
		if got := tt.path.PartOf(tt.whole); got != tt.want {
			t.Errorf("%q.PartOf(%q) = %t, want %t", tt.path, tt.whole, got, tt.want)
		}
	}
}
