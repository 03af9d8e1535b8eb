package generated

import "embed"

// Source is the fake in package remediation as text, for those who ask on which
// line it does something.
//
//go:embed remediation/*.go
var Source embed.FS
