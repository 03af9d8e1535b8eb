// Package compare makes the calls of the suite of several targets at once, and
// finds the shortest sequence of calls that they answer differently. It must not
// decide which of them is right.
package compare
