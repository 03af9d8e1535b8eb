package shard

import (
	"errors"
	"fmt"
	"strings"
)

// A Part is what became of one shard.
type Part[T any] struct {
	// Name names the part in errors, such as the file that it was read from.
	Name string
	Shard
	// Elements are those of the shard, in the order of the list.
	Elements []T
}

// Order puts parts into the order of their shards. It returns an error if one is no
// shard, if one is there twice or missing, or if they are of different divisions.
func Order[T any](parts []Part[T]) ([]Part[T], error) {
	var problems []error
	of := 0
	for _, p := range parts {
		switch of = max(of, p.Of); {
		case p.Shard == Shard{}:
			problems = append(problems, fmt.Errorf("%s: it is no shard: -shard I/N makes one", p.Name))
		case p.Index < 0 || p.Index >= p.Of || p.Of > most:
			problems = append(problems, fmt.Errorf("%s: there is no shard %d of %d", p.Name, p.Index, p.Of))
		}
	}
	if problems != nil {
		return nil, errors.Join(problems...)
	}
	ordered := make([]Part[T], of)
	for _, p := range parts {
		switch before := &ordered[p.Index]; {
		case p.Of != of:
			problems = append(problems, fmt.Errorf("%s: it is shard %v, and there are shards of %d", p.Name, p.Shard, of))
		case before.Parts():
			problems = append(problems, fmt.Errorf("%s: it is shard %v, as %s is", p.Name, p.Shard, before.Name))
		default:
			*before = p
		}
	}
	var missing []string
	for i, p := range ordered {
		if !p.Parts() {
			missing = append(missing, Shard{i, of}.String())
		}
	}
	if len(missing) > 0 {
		problems = append(problems, fmt.Errorf("these shards are missing: %s", strings.Join(missing, ", ")))
	}
	return ordered, errors.Join(problems...)
}

// Join returns the list whose shards are some parts, which have to be all, in order.
// offset is the place in the list of the whole work at which this list begins.
func Join[T any](parts []Part[T], offset int) ([]T, error) {
	total := 0
	for _, p := range parts {
		total += len(p.Elements)
	}
	left := make([][]T, len(parts))
	for i, p := range parts {
		left[i] = p.Elements
	}
	all := make([]T, 0, total)
	for place := offset; place < offset+total; place++ {
		i := place % len(parts)
		if len(left[i]) == 0 {
			return nil, fmt.Errorf("%s: it has %d elements, too few for shard %v of %d", parts[i].Name, len(parts[i].Elements), parts[i].Shard, total)
		}
		all, left[i] = append(all, left[i][0]), left[i][1:]
	}
	return all, nil
}
