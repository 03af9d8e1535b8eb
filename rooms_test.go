package fakesmith_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// floors are the folders in which each kind of clause has a room: how it is
// read, how the fake does it, what can be wrong about that and no contract says,
// how the suite checks it, and what the oracle takes it for.
var floors = []string{"model", "cmd/gen/internal/clause", "cmd/gen/internal/defect", "conformance/internal/property", "conformance/oracle"}

// TestEveryKindHasItsRooms keeps the third law of the house: what a kind means
// stands in files of one name. A new kind that is missing somewhere fails here
// before it is missed by a user.
func TestEveryKindHasItsRooms(t *testing.T) {
	rooms := map[string]bool{"constraint": true} // derived from schemas, so not in the table
	for _, k := range model.Kinds() {
		rooms[model.Room(k.Name)] = true
	}
	for room := range rooms {
		file := strings.ReplaceAll(room, "-", "") + ".go"
		for _, floor := range floors {
			path := filepath.Join(filepath.FromSlash(floor), file)
			if _, err := os.Stat(path); err != nil {
				t.Errorf("the kind %s has no room on the floor %s: %v", room, floor, err)
			}
		}
	}
}
