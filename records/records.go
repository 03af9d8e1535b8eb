// Package records holds what was measured and observed: files that commands
// wrote, and that nobody edits. README.md says which.
package records

import "embed"

// Files are the records. A file that was never written is not there.
//
//go:embed *
var Files embed.FS
