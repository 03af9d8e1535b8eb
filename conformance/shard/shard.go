// Package shard divides the work of a command among machines. Whatever a command
// checks is a list that is the same for the same arguments; a shard has each Nth
// element of it, so that shards are disjoint, and together the whole.
//
// It knows lists and their places. It must not know what is in them.
package shard

import (
	"fmt"
	"regexp"
	"strconv"
)

// A Shard is one of several parts of a list. The zero value is the whole list. It
// implements flag.Value, as I/N.
type Shard struct {
	// Index is the number of the part, from 0.
	Index int `json:"index"`
	// Of is how many parts there are, 0 if the list is not divided.
	Of int `json:"of"`
}

// most is how many shards there may be.
const most = 999_999

// Parts reports whether the list is divided.
func (s Shard) Parts() bool { return s.Of > 0 }

// Has reports whether the element at a place in the list belongs to the shard.
func (s Shard) Has(place int) bool { return s.Of == 0 || place%s.Of == s.Index }

// String returns the shard in the form of a flag: "2/7", or "" for the whole.
func (s Shard) String() string {
	if s.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.Index, s.Of)
}

var form = regexp.MustCompile(`^([0-9]{1,6})/([0-9]{1,6})$`)

// Set reads a shard in the form of a flag.
func (s *Shard) Set(text string) error {
	match := form.FindStringSubmatch(text)
	if match == nil {
		return fmt.Errorf("a shard is I/N, such as 0/7 for the first of seven")
	}
	index, _ := strconv.Atoi(match[1])
	of, _ := strconv.Atoi(match[2])
	switch {
	case of == 0:
		return fmt.Errorf("there are no shards of 0: write 0/1 for the whole")
	case index >= of:
		return fmt.Errorf("the first of %d shards is 0/%d, and the last %d/%d", of, of, of-1, of)
	}
	*s = Shard{index, of}
	return nil
}
