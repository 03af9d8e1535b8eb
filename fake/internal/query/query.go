// Package query knows of the awsQuery protocol what a fake of another protocol
// needs: how to recognise its calls, and how it writes an error. STS is spoken to
// in it by every client, whatever protocol the API itself has.
package query

import (
	"encoding/xml"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// ContentType is that of all answers.
const ContentType = "text/xml"

// Is reports whether a request is a call in the protocol: a form posted to the
// root, whose operation no header names.
func Is(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "application/x-www-form-urlencoded" && r.Header.Get("X-Amz-Target") == "" && (r.URL.Path == "/" || r.URL.Path == "")
}

// Action returns the operation that the body of a call names.
func Action(body []byte) string {
	form, _ := url.ParseQuery(string(body)) // what can be read of it will do
	return form.Get("Action")
}

// An Error is an answer in place of the one that was asked for.
type Error struct {
	// Namespace is that of the API's documents. It may be empty.
	Namespace     string
	Code, Message string
	Status        int
	RequestID     string
}

// XML returns the body of the answer.
func (e Error) XML() []byte {
	blamed := "Sender"
	if e.Status >= http.StatusInternalServerError {
		blamed = "Receiver"
	}
	var b strings.Builder
	b.WriteString("<ErrorResponse")
	if e.Namespace != "" {
		b.WriteString(` xmlns="`)
		xml.EscapeText(&b, []byte(e.Namespace))
		b.WriteString(`"`)
	}
	b.WriteString(">\n  <Error>")
	for _, element := range [][2]string{{"Type", blamed}, {"Code", e.Code}, {"Message", e.Message}} {
		b.WriteString("<" + element[0] + ">")
		xml.EscapeText(&b, []byte(element[1]))
		b.WriteString("</" + element[0] + ">")
	}
	b.WriteString("</Error>\n  <RequestId>")
	xml.EscapeText(&b, []byte(e.RequestID))
	b.WriteString("</RequestId>\n</ErrorResponse>\n")
	return []byte(b.String())
}
