package emit

import "github.com/fakesmith/fakesmith/model"

// A kind says where, in the code of an operation, clauses of one kind are
// turned into Go. The functions stand in the file of the kind's room. A kind
// without any is written where the verb of the operation or the whole fake
// is, because it says what that is like.
type kind struct {
	name string
	// request adds what is decided once, before anything is done.
	request func(*body, *model.Clause)
	// item adds what is decided for each thing on its own.
	item func(*body, *model.Clause)
	// change adds what is changed in a thing before it is kept.
	change func(*body, *model.Clause)
	// effect adds what is done together with the effect on each thing.
	effect func(*body, *model.Clause)
}

// kinds are all kinds of clause. A new kind is a row here, and the file of its
// room.
var kinds = []kind{
	{name: "constraint"},
	{name: "validation"},
	{name: "validation/text"},
	{name: "precedence"},
	{name: "protocol"},
	{name: "protocol/reply"},
	{name: "isolation"},

	{name: "upsert"},
	{name: "upsert/omitted", change: (*body).omitted},
	{name: "assigned", change: (*body).assigned},
	{name: "fan-out"},
	{name: "fan-out/duplicates", request: (*body).duplicates},
	{name: "key/incomplete", request: (*body).incompleteRequest, item: (*body).incompleteItem},
	{name: "key/identity"},
	{name: "reference", request: (*body).referenceRequest, item: (*body).referenceItem},
	{name: "reference/without", request: (*body).withoutRequest, item: (*body).withoutItem},
	{name: "reference/unneeded", request: (*body).unneeded},
	{name: "allowed", request: (*body).allowed},
	{name: "guard", item: (*body).guard},
	{name: "guard/silent"},
	{name: "guard/form", item: (*body).form},
	{name: "guard/later"},
	{name: "refusal"},
	{name: "refusal/partial"},
	{name: "batch"},
	{name: "expiry"},
	{name: "expiry/past", request: (*body).past},
	{name: "expiry/precision"},
	{name: "pagination"},
	{name: "pagination/cap"},
	{name: "pagination/order"},
	{name: "pagination/last-page"},
	{name: "pagination/empty-token"},
	{name: "pagination/foreign-token"},
	{name: "pagination/with-keys", request: (*body).withKeys},
	{name: "filter"},
	{name: "filter/absent"},
	{name: "filter/needs", request: (*body).filterNeeds},
	{name: "removal"},
	{name: "absent"},
	{name: "absent/some"},
	{name: "cascade", effect: (*body).cascade},
	{name: "fact"},
	{name: "fact/dry-run"},
	{name: "fact/summary"},
}

// kindOf returns the row of a kind.
func kindOf(name string) *kind {
	for i := range kinds {
		if kinds[i].name == name {
			return &kinds[i]
		}
	}
	return &kind{name: name}
}
