package defect

// referenceDefects is empty: what can be wrong about a reference, a contract
// can say.
var referenceDefects []row
