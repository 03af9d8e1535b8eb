package clients_test

import (
	"testing"
)

// TestRemediationBoto3 has a rule remediate by itself, with boto3 over HTTP. In the order
// that AWS documents, what is exempt is not touched. In the other order it is.
func TestRemediationBoto3(t *testing.T) {
	expectPython(t, "remediation.py", newFake(), `{"safe": [["vol-2", "SUCCEEDED"]]}
{"hasty": [["vol-1", "SUCCEEDED"], ["vol-2", "SUCCEEDED"]]}
{"too late": [["hasty", "vol-1", "automatic"]]}
`)
}
