package endpoint

import (
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// A Divergence is a clause that is known to fail on a target. It is checked
// like any other: that it fails is reported and tolerated, and that it passes
// is a failure, so that a list of divergences can't become outdated.
type Divergence struct {
	// Clause is the id of the clause.
	Clause string `json:"clause"`
	// Reason says why the clause fails, for readers of the report.
	Reason string `json:"reason"`
	// Link is a URL with more about it. It may be empty.
	Link string `json:"link,omitempty"`
}

// ReadDivergences reads a list of divergences from JSON. name is the name of
// the document in errors: all mistakes are reported at once, each with its line
// and column. A clause that does not exist is reported by the check.
//
//	[{"clause": "expiry", "reason": "time stands still here", "link": "https://example.com/issues/1"}]
func ReadDivergences(name string, r io.Reader) ([]Divergence, error) {
	doc, root, err := readDocument(name, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var all []Divergence
	if root != nil && doc.is(root, model.NodeArray, "") {
		first := map[string]int{}
		for i, n := range root.Elems {
			where := fmt.Sprintf("[%d]", i)
			if !doc.is(n, model.NodeObject, where) {
				continue
			}
			doc.keys(n, where, []string{"clause", "reason"}, "link")
			d := Divergence{Clause: doc.text(n, "clause", where), Reason: doc.text(n, "reason", where), Link: doc.text(n, "link", where)}
			if before, there := first[d.Clause]; there && d.Clause != "" {
				doc.problems.Add(n.Pos, where, fmt.Sprintf("duplicate clause %s, first on line %d", d.Clause, before), "leave one of the two out")
			} else {
				first[d.Clause] = n.Pos.Line
			}
			if u, err := url.Parse(d.Link); d.Link != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
				doc.problems.Add(n.Get("link").Pos, where+": link", strconv.Quote(d.Link)+" is no URL", "write https://..., or leave it out")
			}
			all = append(all, d)
		}
	}
	if err := doc.problems.Err(); err != nil {
		return nil, err
	}
	return all, nil
}

// Text returns the reason and the link in a line.
func (d *Divergence) Text() string {
	if d.Link == "" {
		return "known divergence: " + d.Reason
	}
	return fmt.Sprintf("known divergence: %s; %s", d.Reason, d.Link)
}
