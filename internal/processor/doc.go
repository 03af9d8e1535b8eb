// Package processor measures the time of processors, which what else runs on the machine
// changes little. It is that of the clock where the system does not give it as unix does.
package processor
