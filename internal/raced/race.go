//go:build race

package raced

// Detector reports that the program was built with the race detector.
const Detector = true
