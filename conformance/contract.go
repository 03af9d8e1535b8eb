package conformance

// A contract value knows what the operations of an API do to which things.
type contract struct {
	*shapes
}
