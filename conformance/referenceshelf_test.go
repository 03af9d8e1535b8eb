package conformance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// referenceShelf is a small server of books and of loans, as far as the contracts in
// testdata/shelf.txtar and testdata/desk.txtar go. It checks no constraint.
type referenceShelf struct {
	mu     sync.Mutex
	defect string
	movable
	rows map[string][]map[string]any // by account, region and kind, in order
	made int
}

func newShelf(defect string) *referenceShelf {
	return &referenceShelf{defect: defect, rows: map[string][]map[string]any{}}
}

// RoundTrip implements [http.RoundTripper].
func (h *referenceShelf) RoundTrip(req *http.Request) (*http.Response, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.roundTrip(req, func() { clear(h.rows) }, h.serve)
}

func (h *referenceShelf) serve(w http.ResponseWriter, req *http.Request, body []byte) {
	m := scopePattern.FindStringSubmatch(req.Header.Get("Authorization"))
	account, region := m[1], m[2]
	in := map[string]any{}
	_ = json.Unmarshal(body, &in)
	answer, code := map[string]any{}, ""
	books, loans := account+region+"books", account+region+"loans"
	switch _, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), "."); name {
	case "PutBook":
		answer["BookArn"] = h.putBook(books, in, "arn:aws:shelf:"+region+":"+account+":book/")
	case "ListBooks":
		answer, code = h.page(books, in)
	case "GetBook":
		answer["Book"], code = h.find(books, "Name", in)
	case "CreateLoan":
		answer = h.createLoan(loans, in, "arn:aws:desk:"+region+":"+account+":loan/")
	case "ListLoans":
		answer["Loans"] = slices.Clone(h.rows[loans])
	case "GetLoan":
		answer, code = h.find(loans, "LoanId", in)
	case "DeleteBook":
		code = h.remove(books, "Name", in)
	case "DeleteLoan":
		code = h.remove(loans, "LoanId", in)
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

func (h *referenceShelf) putBook(books string, in map[string]any, prefix string) any {
	in["BookArn"] = prefix + fmt.Sprint(in["Name"])
	title, _ := in["Title"].(string)
	in["Label"] = title + "/" + fmt.Sprint(in["Name"])
	in["Created"] = float64(h.time().UnixMilli()) / 1000
	if notes, _ := in["Notes"].([]any); h.defect == "notes have no texts of their own" {
		for _, note := range notes {
			note.(map[string]any)["Text"] = "a"
		}
	}
	for i, row := range h.rows[books] {
		if row["Name"] == in["Name"] {
			if h.defect != "labels follow titles" {
				in["Label"] = row["Label"]
			}
			h.rows[books][i] = in
			return in["BookArn"]
		}
	}
	h.rows[books] = append(h.rows[books], in)
	return in["BookArn"]
}

func (h *referenceShelf) page(books string, in map[string]any) (map[string]any, string) {
	from, most := 0, 25
	if token, is := in["After"].(string); is {
		var err error
		if from, err = strconv.Atoi(token); err != nil || from > len(h.rows[books]) {
			return nil, "BadTokenException"
		}
	}
	if n, is := in["Most"].(float64); is {
		most = int(n)
	}
	all := h.rows[books][from:]
	if len(all) <= most {
		return map[string]any{"Books": slices.Clone(all)}, ""
	}
	return map[string]any{"Books": all[:most], "Next": strconv.Itoa(from + most)}, ""
}

func (h *referenceShelf) createLoan(loans string, in map[string]any, prefix string) map[string]any {
	h.made++
	id := fmt.Sprintf("loan-%010d", h.made)
	named := id
	switch h.defect {
	case "texts have the key of another":
		named = fmt.Sprintf("loan-%010d", max(h.made-1, 1))
	case "texts have a key of their own":
		named = fmt.Sprintf("loan-%010d", h.made+1000000)
	case "texts have no key":
		named = ""
	}
	in["LoanId"], in["LoanArn"] = id, prefix+named
	in["Also"] = "loan " + id + ", " + prefix + named
	if h.defect == "one text has the key of another" {
		in["Also"] = fmt.Sprintf("loan loan-%010d, %s%s", h.made+1000000, prefix, named)
	}
	h.rows[loans] = append(h.rows[loans], in)
	return map[string]any{"LoanId": id, "LoanArn": in["LoanArn"]}
}

func (h *referenceShelf) find(at, key string, in map[string]any) (map[string]any, string) {
	for _, row := range h.rows[at] {
		if row[key] == in[key] {
			return row, ""
		}
	}
	return nil, "MissingException"
}

func (h *referenceShelf) remove(at, key string, in map[string]any) string {
	_, code := h.find(at, key, in)
	h.rows[at] = slices.DeleteFunc(h.rows[at], func(row map[string]any) bool { return row[key] == in[key] })
	return code
}
