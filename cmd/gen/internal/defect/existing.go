package defect

// existingDefects are none: what can be wrong about a put of what is there already
// can be said in a contract.
var existingDefects []row
