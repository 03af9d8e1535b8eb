package runtime

import (
	"encoding/json"

	"github.com/fakesmith/fakesmith/fake"
)

// fail answers with an error.
func (x *Exchange) fail(err *fake.Error) {
	x.resp.Status = err.Status
	if err.Status == 0 {
		x.resp.Status = 400
	}
	var form ErrorForm
	if x.protocol != nil {
		form = x.protocol.Errors[err.Code]
		if x.protocol.QueryCompatible {
			x.resp.QueryError = queryError(err.Code, form, x.resp.Status)
		}
	}
	e := x.encode()
	e.ObjStart()
	e.FieldStart("__type")
	if form.Namespace != "" {
		e.Str(form.Namespace + "#" + string(err.Code))
	} else {
		e.Str(string(err.Code))
	}
	message := err.Message
	if message == "" && form.Message != "-" {
		message = string(err.Code) // clients print an empty one as unknown
	}
	if message != "" {
		name := "message"
		if form.Message != "" && form.Message != "-" {
			name = form.Message
		}
		e.FieldStart(name)
		e.Str(message)
	}
	if err.Members != nil {
		members(e, err.Members)
	}
	e.ObjEnd()
	x.resp.Body = e.Bytes()
}

// queryError returns the header by which clients of an older protocol know an
// error: its code there, and which side is at fault.
func queryError(code fake.Code, form ErrorForm, status int) string {
	side := "Sender"
	if status >= 500 {
		side = "Receiver"
	}
	if form.QueryCode != "" {
		return form.QueryCode + ";" + side
	}
	return string(code) + ";" + side
}

// members writes the members of an object into the one that is being written.
// What is no object has none.
func members(e *Encoder, from json.Marshaler) {
	body, err := from.MarshalJSON()
	if err != nil {
		return
	}
	d := newDecoder(body)
	defer d.release()
	if !d.Object() {
		return
	}
	for d.Member() {
		name := string(d.Name())
		d.next()
		start := d.pos
		d.skip(len(d.frames))
		if d.err == nil {
			e.FieldStart(name)
			e.Raw(body[start:d.pos])
		}
	}
}
