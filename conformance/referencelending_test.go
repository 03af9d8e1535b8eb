package conformance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// referenceLending is a small server of books, loans and reviews, as far as the contract
// in testdata/lending.txtar goes. It checks no constraint.
type referenceLending struct {
	mu     sync.Mutex
	defect string
	movable
	rows map[string][]map[string]any // by account, region and kind, in order
	made int
}

func newLending(defect string) *referenceLending {
	return &referenceLending{defect: defect, rows: map[string][]map[string]any{}}
}

// RoundTrip implements [http.RoundTripper].
func (h *referenceLending) RoundTrip(req *http.Request) (*http.Response, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.roundTrip(req, func() { clear(h.rows) }, h.serve)
}

func (h *referenceLending) serve(w http.ResponseWriter, req *http.Request, body []byte) {
	at := strings.Join(scopePattern.FindStringSubmatch(req.Header.Get("Authorization"))[1:], "")
	in := map[string]any{}
	_ = json.Unmarshal(body, &in)
	answer, code := map[string]any{}, ""
	switch _, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), "."); name {
	case "PutBook":
		h.put(at+"books", "Name", in)
	case "CreateLoan":
		if in["BookName"] != nil && !slices.ContainsFunc(h.rows[at+"books"], func(b map[string]any) bool { return b["Name"] == in["BookName"] }) {
			code = "MissingException"
			break
		}
		h.made++
		in["LoanId"] = fmt.Sprintf("loan-%010d", h.made)
		h.put(at+"loans", "LoanId", in)
		answer["LoanId"] = in["LoanId"]
	case "PutReview":
		h.put(at+"reviews", "Title", in)
	case "ListBooks", "ListLoans", "ListReviews":
		kind := strings.TrimPrefix(name, "List")
		answer[kind] = slices.Concat([]map[string]any{}, h.rows[at+strings.ToLower(kind)])
	case "ListTitles":
		answer, code = h.titles(h.rows[at+"reviews"], in)
	case "DeleteBook":
		if h.lent(h.rows[at+"loans"], in["Name"]) {
			code = "LentException"
			break
		}
		h.remove(at+"books", "Name", in["Name"])
	case "DeleteLoan":
		h.remove(at+"loans", "LoanId", in["LoanId"])
		h.forget(at+"reviews", in["LoanId"])
	case "DeleteReview":
		h.remove(at+"reviews", "Title", in["Title"])
	default:
		code = "UnknownOperationException"
	}
	w.Header().Set("X-Amzn-RequestId", "8e2c7b1a-0000-4000-8000-000000000000")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if code != "" {
		w.WriteHeader(400)
		answer = map[string]any{"__type": code, "message": "no"}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (h *referenceLending) put(at, key string, in map[string]any) {
	for i, row := range h.rows[at] {
		if row[key] == in[key] {
			h.rows[at][i] = in
			return
		}
	}
	h.rows[at] = append(h.rows[at], in)
}

// lent reports whether a loan keeps a book from being deleted.
func (h *referenceLending) lent(loans []map[string]any, book any) bool {
	return slices.ContainsFunc(loans, func(loan map[string]any) bool {
		switch name, _ := loan["BookName"].(string); h.defect {
		case "lent books go":
			return false
		case "a loan keeps all books":
			return true
		case "a loan keeps books of longer names":
			return name != "" && strings.HasPrefix(fmt.Sprint(book), name)
		default:
			return name == book
		}
	})
}

func (h *referenceLending) remove(at, key string, value any) {
	h.rows[at] = slices.DeleteFunc(h.rows[at], func(row map[string]any) bool { return row[key] == value })
}

// forget deletes the reviews of a loan.
func (h *referenceLending) forget(at string, loan any) {
	h.rows[at] = slices.DeleteFunc(h.rows[at], func(review map[string]any) bool {
		about, _ := review["About"].(map[string]any)
		switch h.defect {
		case "reviews stay":
			return false
		case "all reviews go":
			return true
		case "reviews of anything go":
			return about["Loan"] != nil
		default:
			return about != nil && about["Loan"] == loan
		}
	})
}

// titles returns a page of the titles of reviews.
func (h *referenceLending) titles(reviews []map[string]any, in map[string]any) (map[string]any, string) {
	from, most := 0, 25
	if token, is := in["After"].(string); is && token != "" {
		if n, err := fmt.Sscanf(token, "%d.", &from); n != 1 || err != nil || token != pageToken(from) {
			return nil, "MissingException"
		}
		from = min(from, len(reviews))
	}
	if n, is := in["Most"].(float64); is {
		most = int(n)
	}
	titles, answer := []any{}, map[string]any{}
	for _, review := range reviews[from:] {
		titles = append(titles, review["Title"])
	}
	if len(titles) > most {
		titles = titles[:most]
		answer["Next"] = pageToken(from + most)
	}
	switch h.defect {
	case "titles are of other texts":
		for i := range titles {
			titles[i] = "review-" + titles[i].(string)
		}
	case "the last title is lost":
		titles = titles[:max(len(titles)-1, 0)]
	case "titles go backwards":
		slices.Reverse(titles)
	}
	answer["Titles"] = titles
	return answer, ""
}

// pageToken returns the token of a page, of which no other text is one.
func pageToken(from int) string { return fmt.Sprintf("%d.%d", from, from*7919) }
