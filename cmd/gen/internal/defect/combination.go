package defect

// What can be wrong about a combination, a contract can say.
var combinationDefects []row
