package sample

import (
	"flag"
	"fmt"
)

// Parallel has n tests run at the same time whatever the number of cores, unless the
// command line says how many. TestMain calls it where most tests wait: for time to pass
// at a target whose clock can't be moved, or for a process.
func Parallel(n int) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if given {
		return
	}
	if err := flag.Set("test.parallel", fmt.Sprint(n)); err != nil {
		panic(err) // only a program without tests has no such flag
	}
}
