package wire

import (
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestContentTypeIsThatOfTheProtocol(t *testing.T) {
	for protocol, want := range map[string]string{
		model.AWSJSON10: "application/x-amz-json-1.0",
		model.AWSJSON11: "application/x-amz-json-1.1",
	} {
		if got := ContentType(&model.API{Protocol: protocol}); got != want {
			t.Errorf("the content type of %s is %s, want %s", protocol, got, want)
		}
	}
}
