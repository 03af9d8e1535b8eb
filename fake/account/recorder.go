package account

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// The only recorder, as the two operations describe it in an account and a
// region. That it has recorded for years spares the fake a clock.
const (
	recorder = `{"ConfigurationRecorders":[{"arn":"arn:aws:config:%[2]s:%[1]s:configuration-recorder/default/fakesmith",` +
		`"name":"default","roleARN":"arn:aws:iam::%[1]s:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",` +
		`"recordingGroup":{"allSupported":true,"includeGlobalResourceTypes":true,"resourceTypes":[]}}]}`
	recorderStatus = `{"ConfigurationRecordersStatus":[{"arn":"arn:aws:config:%[2]s:%[1]s:configuration-recorder/default/fakesmith",` +
		`"name":"default","lastStartTime":1577836800,"recording":true,"lastStatus":"SUCCESS","lastStatusChangeTime":1577836800}]}`
)

// none is the answer of each where there is no recorder.
var none = map[string]string{
	recorder:       `{"ConfigurationRecorders":[]}`,
	recorderStatus: `{"ConfigurationRecordersStatus":[]}`,
}

// recorders describes the recorder, if there is one and it is asked for.
func (a *account) recorders(w http.ResponseWriter, r *http.Request, description string) {
	var in struct{ ConfigurationRecorderNames []string }
	body, err := io.ReadAll(io.LimitReader(r.Body, runtime.MaxBody))
	if err == nil && len(body) > 0 {
		err = json.Unmarshal(body, &in)
	}
	if err != nil {
		reject(w, runtime.SerializationException, err.Error())
		return
	}
	for _, name := range in.ConfigurationRecorderNames {
		if a.NoRecorder || name != "default" {
			reject(w, "NoSuchConfigurationRecorderException", fmt.Sprintf("Cannot find configuration recorder with the specified name '%s'.", name))
			return
		}
	}
	if a.NoRecorder {
		answer(w, http.StatusOK, none[description])
		return
	}
	caller := runtime.CallerOf(r, a)
	answer(w, http.StatusOK, fmt.Sprintf(description, caller.Account, caller.Region))
}

func reject(w http.ResponseWriter, code fake.Code, message string) {
	body, _ := json.Marshal(struct {
		Type    fake.Code `json:"__type"`
		Message string    `json:"message"`
	}{code, message})
	answer(w, http.StatusBadRequest, string(body))
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("X-Amzn-Requestid", requestID)
	w.WriteHeader(status)
	io.WriteString(w, body)
}
