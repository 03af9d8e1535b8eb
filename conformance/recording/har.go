package recording

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A harEntry is an entry of an HTTP Archive, version 1.2, as far as it counts
// here.
type harEntry struct {
	Started string  `json:"startedDateTime"`
	Time    float64 `json:"time"` // milliseconds
	Request struct {
		Method   string      `json:"method"`
		URL      string      `json:"url"`
		Headers  []harHeader `json:"headers"`
		BodySize *float64    `json:"bodySize"`
		PostData *struct {
			Text     *string `json:"text"`
			Encoding string  `json:"encoding"`
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		Status  int         `json:"status"`
		Headers []harHeader `json:"headers"`
		Content struct {
			Size     *float64 `json:"size"`
			Text     *string  `json:"text"`
			Encoding string   `json:"encoding"`
		} `json:"content"`
	} `json:"response"`
}

type harHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// isHAR reports whether the first member of a JSON object is that of an archive.
func isHAR(text []byte) bool {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	t, err := d.Token()
	return err == nil && t == "log"
}

// readHAR reads an archive, one entry at a time: most of what is in one that a
// browser wrote is about something else.
func (r *Recording) readHAR(src []byte) error {
	d := json.NewDecoder(bytes.NewReader(src))
	found := false
	err := within(d, "log", func() error {
		return within(d, "entries", func() error {
			found = true
			if err := delim(d, '['); err != nil {
				return err
			}
			for i := 0; d.More(); i++ {
				var e harEntry
				if err := d.Decode(&e); err != nil {
					return fmt.Errorf("log.entries[%d]: %w", i, err)
				}
				r.addHAR(i, &e)
			}
			return delim(d, ']')
		})
	})
	if err != nil {
		return jsonError(src, d, 0, err)
	}
	if !found {
		return errors.New("it is no HAR: log.entries is missing")
	}
	return nil
}

// within reads a JSON object, and calls do where the value of a member begins.
func within(d *json.Decoder, name string, do func() error) error {
	if err := delim(d, '{'); err != nil {
		return err
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		if t == name {
			err = do()
		} else {
			var other json.RawMessage
			err = d.Decode(&other)
		}
		if err != nil {
			return err
		}
	}
	return delim(d, '}')
}

// delim reads a brace or a bracket.
func delim(d *json.Decoder, want json.Delim) error {
	t, err := d.Token()
	if err == nil && t != want {
		return fmt.Errorf("%v stands where %q should", t, want)
	}
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// addHAR adds what an entry says.
func (r *Recording) addHAR(i int, h *harEntry) {
	e := Exchange{Place: fmt.Sprintf("entry %d", i+1), Status: h.Response.Status, Header: http.Header{}, HeaderWhole: true}
	authorization := ""
	for _, f := range h.Request.Headers {
		e.hideHeader(f.Name, f.Value)
		switch strings.ToLower(f.Name) {
		case "x-amz-target":
			e.Target = f.Value
		case "authorization":
			authorization = f.Value
		}
	}
	if e.Target == "" || !strings.EqualFold(cmp.Or(h.Request.Method, "POST"), "POST") {
		r.Others++
		return
	}
	e.Caller = caller(authorization, hostOf(h.Request.URL))
	for _, f := range h.Response.Headers {
		e.hideHeader(f.Name, f.Value)
		e.Header.Add(f.Name, f.Value)
	}
	if t, err := time.Parse(time.RFC3339, h.Started); err == nil {
		e.Began, e.Ended = t, t
		if h.Time > 0 && h.Time < 1e9 {
			e.Ended = t.Add(time.Duration(h.Time * float64(time.Millisecond)))
		}
	}
	var problem error
	if p := h.Request.PostData; p != nil && p.Text != nil {
		e.Request, problem = harText(*p.Text, p.Encoding)
	} else if size := h.Request.BodySize; size != nil && *size == 0 {
		e.Request = []byte{}
	}
	if problem != nil {
		e.Problem = "request.postData.text: " + problem.Error()
	}
	if c := h.Response.Content; c.Text != nil {
		e.Body, problem = harText(*c.Text, c.Encoding)
		if problem != nil {
			e.Problem = "response.content.text: " + problem.Error()
		}
	} else if c.Size != nil && *c.Size == 0 {
		e.Body = []byte{}
	}
	if e.Status == 0 {
		e.Problem = "there is no reply"
	} else if e.Status < 100 || e.Status > 599 {
		e.Problem = fmt.Sprintf("response.status %d is no HTTP status", e.Status)
	}
	e.hideTokens(e.Request)
	e.hideTokens(e.Body)
	r.Exchanges = append(r.Exchanges, e)
}

// harText returns a body.
func harText(text, encoding string) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "":
		return []byte(text), nil
	case "base64":
		return base64.StdEncoding.DecodeString(text)
	}
	return nil, fmt.Errorf("the encoding %.40q is neither base64 nor absent", encoding)
}

// hostOf returns the host that a URL names, with its port.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Host
}
