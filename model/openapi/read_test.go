package openapi

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

func TestScratch(t *testing.T) {
	for _, f := range []string{"../putremediationexceptions.json", "../../../shared/protocol/openapi/apisguru-config-2014-11-12.json"} {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		api, err := Read(f, src)
		if err != nil {
			t.Error(err)
			continue
		}
		fmt.Println(f, len(api.Operations), len(api.Shapes), len(api.Errors), api.Package, api.SigningName, api.TargetPrefix)
		if os.Getenv("DUMP") != "" {
			b, _ := json.MarshalIndent(api, "", " ")
			os.WriteFile(fmt.Sprintf("/tmp/dump%d.json", len(api.Operations)), b, 0o644)
		}
	}
}
