package model

import "fmt"

// maxLists is how many lists and maps may be within each other with no
// structure between them. They are one type in Go, and its compiler gives up on
// some fifty levels.
const maxLists = 32

// checkNesting reports a list or map that has more levels than the limit. Of
// those within each other it names the innermost that is too deep.
func checkNesting(api *API, problems *Problems) {
	shapes, levels := api.shapeIndex(), map[string]int{}
	var measure func(s *Shape) int
	measure = func(s *Shape) int {
		if s == nil || s.Kind != List && s.Kind != Map {
			return 0
		}
		if known, ok := levels[s.Name]; ok {
			return known
		}
		levels[s.Name] = 0 // one within itself is no deeper, and reported by who writes types
		n := measure(shapes[s.Elem]) + 1
		levels[s.Name] = n
		if n == maxLists+1 {
			problems.Add(s.Pos, s.Name, fmt.Sprintf("lists and maps are nested more than %d deep here", maxLists),
				"no API has such depths; a structure between them is a type of its own")
		}
		return n
	}
	for i := range api.Shapes {
		measure(&api.Shapes[i])
	}
}
