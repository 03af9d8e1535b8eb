package bench_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

const (
	rule   = "encrypted"
	volume = "AWS::EC2::Volume"
)

func volumeID(i int) string { return fmt.Sprintf("vol-%017x", i) }

// newFake returns a fake with one rule, by which so many volumes do not
// comply.
func newFake(volumes int) *remediation.Fake {
	state := remediation.State{}
	identifier := "AWS_CONFIG_PROCESS_CHECK"
	name := rule
	state.ConfigRules = []remediation.ConfigRule{{
		ConfigRuleName: &name,
		Source:         remediation.Source{Owner: remediation.OwnerAws, SourceIdentifier: &identifier},
	}}
	f := remediation.New(state)
	for i := range volumes {
		f.SetCompliance(rule, volume, volumeID(i), remediation.ComplianceTypeNonCompliant)
	}
	return f
}

// putBody returns the body of a put of so many keys.
func putBody(keys int) []byte { return putBodyOf(0, keys) }

// putBodyOf returns the body of a put of the keys from one number to another.
func putBodyOf(from, to int) []byte {
	var b strings.Builder
	b.WriteString(`{"ConfigRuleName":"` + rule + `","ExpirationTime":4070919845.5,"Message":"migrating to encrypted volumes","ResourceKeys":[`)
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"ResourceId":"%s","ResourceType":"%s"}`, volumeID(i), volume)
	}
	b.WriteString("]}")
	return []byte(b.String())
}

// putOverHTTP has puts of so many keys answered over loopback.
func putOverHTTP(t testing.TB, keys int, aim string) race {
	body, answer := putBody(keys), []byte(`{"FailedBatches":[]}`)
	way := func(h http.Handler) func(*testing.B) {
		url := fake.NewServer(t, h).URL
		return func(b *testing.B) { callAgain(b, url, "PutRemediationExceptions", body) }
	}
	jsonAim := ""
	if keys > 1 {
		jsonAim = "at least 3"
	}
	return race{fmt.Sprintf("HTTP Put, keys: %d", keys), []candidate{
		{"the fake", "", way(newFake(keys))},
		{"a handler that answers a fixed body", aim, way(fixed(answer))},
		{"a handler on encoding/json and a map", jsonAim, way(&plain{stored: map[plainKey]plainException{}})},
	}}
}

// pageOverHTTP has pages of 25 answered over loopback.
func pageOverHTTP(t testing.TB) race {
	const operation = "DescribeRemediationExceptions"
	f, token := middle(1000)
	body := []byte(`{"ConfigRuleName":"` + rule + `","NextToken":"` + token + `"}`)
	out, err := f.DescribeRemediationExceptions(context.Background(), &remediation.DescribeRemediationExceptionsInput{ConfigRuleName: rule, NextToken: &token})
	if err != nil || len(out.RemediationExceptions) != 25 {
		t.Fatal(out, err)
	}
	answer, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	way := func(h http.Handler) func(*testing.B) {
		url := fake.NewServer(t, h).URL
		return func(b *testing.B) { callAgain(b, url, operation, body) }
	}
	return race{"HTTP page of 25", []candidate{
		{"the fake", "", way(f)},
		{"a handler that answers a fixed body", "at least 0.9", way(fixed(answer))},
	}}
}

// fixed returns a handler that reads the request, and answers the same whatever
// it says.
func fixed(answer []byte) http.HandlerFunc {
	length := strconv.Itoa(len(answer))
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = []string{"application/x-amz-json-1.1"}
		w.Header()["Content-Length"] = []string{length}
		w.Write(answer)
	}
}

// plain is a handler as one would write it in an afternoon.
type plain struct {
	mu     sync.Mutex // guards stored
	stored map[plainKey]plainException
}

type plainKey struct{ ConfigRuleName, ResourceType, ResourceId string }

type plainException struct {
	plainKey
	Message        string
	ExpirationTime float64
}

func (p *plain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ConfigRuleName string
		ResourceKeys   []struct{ ResourceType, ResourceId string }
		Message        string
		ExpirationTime float64
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	for _, key := range in.ResourceKeys {
		k := plainKey{in.ConfigRuleName, key.ResourceType, key.ResourceId}
		p.stored[k] = plainException{k, in.Message, in.ExpirationTime}
	}
	p.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	json.NewEncoder(w).Encode(struct{ FailedBatches []plainException }{[]plainException{}})
}

// callAgain makes one call after the other on a connection of its own. It does
// as little as a client can, so that what is measured is the server.
func callAgain(b *testing.B, url, operation string, body []byte) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	request := append(fmt.Appendf(nil, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n"+
		"X-Amz-Target: StarlingDoveService.%s\r\nContent-Length: %d\r\n\r\n", operation, len(body)), body...)
	replies := bufio.NewReader(conn)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		if err := skipReply(replies); err != nil {
			b.Fatal(err)
		}
	}
}

// skipReply reads one reply, which must be a success.
func skipReply(r *bufio.Reader) error {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("the server answered %q", line)
	}
	length := -1
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == 2 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return fmt.Errorf("a reply has no Content-Length")
	}
	_, err = r.Discard(length)
	return err
}
