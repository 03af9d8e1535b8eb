package runtime

// A Trigger says who started what goes on by itself.
type Trigger string

// The triggers.
const (
	// Manual is that of what a caller asked for.
	Manual Trigger = "manual"
	// Automatic is that of what the service itself has started.
	Automatic Trigger = "automatic"
)
