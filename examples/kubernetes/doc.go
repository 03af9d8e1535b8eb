// Package kubernetes has manifests that divide a run of conform among machines, and
// tests of them.
package kubernetes
