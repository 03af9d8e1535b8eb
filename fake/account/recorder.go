package account

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// noSuchRecorder rejects the name of a recorder that is not there.
const noSuchRecorder fake.Code = "NoSuchConfigurationRecorderException"

// A description is what an operation answers where there is a recorder, in an
// account and a region, and where there is none. That the only one has recorded for
// years spares the fake a clock.
type description struct{ one, none string }

// described returns the description of a recorder by an operation.
func described(operation string) description {
	if operation == recorderStatus {
		return description{
			one: `{"ConfigurationRecordersStatus":[{"arn":"arn:aws:config:%[2]s:%[1]s:configuration-recorder/default/fakesmith",` +
				`"name":"default","lastStartTime":1577836800,"recording":true,"lastStatus":"SUCCESS","lastStatusChangeTime":1577836800}]}`,
			none: `{"ConfigurationRecordersStatus":[]}`,
		}
	}
	return description{
		one: `{"ConfigurationRecorders":[{"arn":"arn:aws:config:%[2]s:%[1]s:configuration-recorder/default/fakesmith",` +
			`"name":"default","roleARN":"arn:aws:iam::%[1]s:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",` +
			`"recordingGroup":{"allSupported":true,"includeGlobalResourceTypes":true,"resourceTypes":[]}}]}`,
		none: `{"ConfigurationRecorders":[]}`,
	}
}

// describe describes the recorder, if there is one and it is asked for.
func (a *account) describe(w http.ResponseWriter, r *http.Request, operation string) {
	caller, protocol := runtime.CallerOf(r, a), new(runtime.Protocol)
	a.Service().ServeBeside(w, r, caller, &runtime.Neighbour{
		Name: func([]byte) string { return operation },
		Answer: func(operation string, body []byte) *runtime.Response {
			if err := a.wrong(operation, body); err != nil {
				return protocol.ErrorResponse(err)
			}
			text := described(operation).none
			if !a.NoRecorder {
				text = fmt.Sprintf(described(operation).one, caller.Account, caller.Region)
			}
			return protocol.Response([]byte(text))
		},
		Reject: protocol.ErrorResponse,
	})
}

// wrong says what is wrong with a request for recorders by their names.
func (a *account) wrong(operation string, body []byte) *fake.Error {
	var in struct{ ConfigurationRecorderNames []string }
	if len(body) > 0 {
		if err := json.Unmarshal(body, &in); err != nil {
			return runtime.Errorf(operation, runtime.SerializationException, "%v", err)
		}
	}
	for _, name := range in.ConfigurationRecorderNames {
		if a.NoRecorder || name != "default" {
			return runtime.Errorf(operation, noSuchRecorder, "Cannot find configuration recorder with the specified name '%s'.", name)
		}
	}
	return nil
}
