package endpoint

import (
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// A Divergence is a clause that a target is known not to keep. It is checked all
// the same: that the clause fails is reported and is no failure, and that
// it holds is one, so that a list of divergences can't grow old.
type Divergence struct {
	// Clause is the id of the clause.
	Clause string `json:"clause"`
	// Reason says why the target does otherwise, for those who read the report.
	Reason string `json:"reason"`
	// Link is where more is said of it. It may be empty.
	Link string `json:"link,omitempty"`
}

// ReadDivergences reads a list of divergences from JSON. name is what the
// document is called in complaints: all that is wrong with it is told at once,
// each mistake with its line and column. That there is no such clause is told
// by whoever checks: see [Report.Unexpected].
//
//	[{"clause": "expiry", "reason": "time stands still here", "link": "https://example.com/issues/1"}]
func ReadDivergences(name string, r io.Reader) ([]Divergence, error) {
	l, root, err := locate(name, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var all []Divergence
	if root != nil && l.is(root, model.NodeArray, "") {
		first := map[string]int{}
		for i, n := range root.Elems {
			where := fmt.Sprintf("[%d]", i)
			if !l.is(n, model.NodeObject, where) {
				continue
			}
			l.keys(n, where, []string{"clause", "reason"}, "link")
			d := Divergence{Clause: l.text(n, "clause", where), Reason: l.text(n, "reason", where), Link: l.text(n, "link", where)}
			if before, there := first[d.Clause]; there && d.Clause != "" {
				l.problems.Add(n.Pos, where, fmt.Sprintf("of the clause %s line %d says something already", d.Clause, before), "leave one of the two out")
			} else {
				first[d.Clause] = n.Pos.Line
			}
			if u, err := url.Parse(d.Link); d.Link != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
				l.problems.Add(n.Get("link").Pos, where+": link", strconv.Quote(d.Link)+" is no URL", "write https://..., or leave it out")
			}
			all = append(all, d)
		}
	}
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return all, nil
}

// Text says in a line what is known of a divergence.
func (d *Divergence) Text() string {
	if d.Link == "" {
		return "known divergence: " + d.Reason
	}
	return fmt.Sprintf("known divergence: %s; %s", d.Reason, d.Link)
}
