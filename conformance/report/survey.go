package report

// The ways in which facts are brought about, the best first.
const (
	ByControl = "control"
	ByWire    = "wire"
	ByFile    = "file"
	ByNone    = "none"
)
