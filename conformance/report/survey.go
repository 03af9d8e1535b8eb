package report

// The ways in which facts are set up, the best first.
const (
	ByControl = "control"
	ByWire    = "wire"
	ByFile    = "file"
	ByNone    = "none"
)
