package recording

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// debugMark stands in every log that the AWS CLI, or botocore, writes of a
// request.
const debugMark = "Making request for OperationModel(name="

// The lines of such a log that count. Of a reply, urllib3 writes the status and
// botocore the header fields and the body.
var (
	debugTime   = regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[,.](\d{3})`)
	debugStatus = regexp.MustCompile(`"(?:POST|GET) \S* HTTP/[\d.]+" (\d{3}) `)
)

const (
	debugHeaders = "Response headers: "
	debugBody    = "Response body:"
)

// readDebug reads the log of a client. Its times are those of the client's own
// zone, so that only how far they are apart is known.
func (r *Recording) readDebug(src string) error {
	var request *Exchange
	status := 0
	var header http.Header
	lines := strings.Split(src, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		when := debugMoment(line)
		switch {
		case strings.Contains(line, debugMark):
			request, status, header = debugRequest(i, line, when), 0, nil
		case request == nil:
		case strings.Contains(line, "x-amz-security-token:"):
			_, token, _ := strings.Cut(line, "x-amz-security-token:")
			request.hide(strings.TrimSpace(token))
		case strings.HasSuffix(lines[i-1], "Signature:"):
			request.hide(strings.TrimSpace(line))
		case debugStatus.MatchString(line):
			status, _ = strconv.Atoi(debugStatus.FindStringSubmatch(line)[1])
		case strings.Contains(line, debugHeaders):
			_, text, _ := strings.Cut(line, debugHeaders)
			header = http.Header{}
			for name, value := range pythonPairs(text) {
				header.Add(name, value)
				request.hideHeader(name, value)
			}
		case strings.HasSuffix(strings.TrimSpace(line), debugBody) && i+1 < len(lines):
			e := *request
			e.hidden = slices.Clone(e.hidden)
			e.Place = fmt.Sprintf("line %d", i+1)
			e.Status, e.Header, e.HeaderWhole = status, header, header != nil
			if header == nil {
				e.Header = http.Header{}
			}
			if !when.IsZero() {
				e.Ended = when
			}
			i++
			body, _, ok := pythonText(strings.TrimSpace(lines[i]))
			if n := len(r.Exchanges); status == 0 && n > 0 && string(r.Exchanges[n-1].Body) == body {
				continue // botocore reads an error twice
			}
			switch {
			case status == 0:
				e.Problem = "the log does not say with which status: urllib3's lines are missing"
			case !ok:
				e.Problem = fmt.Sprintf("line %d is no text as Python writes it", i+1)
			default:
				e.Body = []byte(body)
			}
			e.hideTokens(e.Body)
			if e.Target == "" {
				r.Others++
			} else {
				r.Exchanges = append(r.Exchanges, e)
			}
			status, header = 0, nil
		}
	}
	if len(r.Exchanges) == 0 && r.Others == 0 {
		return errors.New("the log has no request with a reply")
	}
	return nil
}

// debugRequest reads the line about a request.
func debugRequest(i int, line string, when time.Time) *Exchange {
	e := &Exchange{Place: fmt.Sprintf("line %d", i+1), Began: when, Ended: when}
	_, params, _ := strings.Cut(line, "with params: ")
	authorization, host := "", ""
	for name, value := range pythonPairs(params) {
		e.hideHeader(name, value)
		switch strings.ToLower(name) {
		case "x-amz-target":
			e.Target = value
		case "authorization":
			authorization = value
		case "url":
			host = hostOf(value)
		case "body":
			if e.Request == nil {
				e.Request = []byte(value)
			}
		}
	}
	e.Caller = caller(authorization, host)
	e.hideTokens(e.Request)
	return e
}

// debugMoment returns when a line was written, or zero.
func debugMoment(line string) time.Time {
	m := debugTime.FindStringSubmatch(line)
	if m == nil {
		return time.Time{}
	}
	t, err := time.Parse("2006-01-02 15:04:05.000", m[1]+"."+m[2])
	if err != nil {
		return time.Time{}
	}
	return t
}
