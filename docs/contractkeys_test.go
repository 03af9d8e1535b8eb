package docs_test

// A keySet is the keys of one object of a contract.
type keySet struct {
	title, intro string
	keys         []contractKey
	// probe is a contract with the key zzz in such an object, beside a model with the
	// operation PutNote: what is said of that names the keys that there are.
	probe string
}

type contractKey struct{ name, value, meaning string }

// contractKeys are what a contract has beside clauses of a kind.
var contractKeys = []keySet{{
	title: "The contract",
	intro: "The outermost object of a contract's file, or `x-contract` at an OpenAPI document. An OpenAPI document has the keys `scope`, `shapes` and `operations` nowhere: " +
		"what an operation means stands under `x-contract` at that operation.",
	probe: `{"package": "notes", "zzz": 1}`,
	keys: []contractKey{
		{"package", "a word in small letters", "The name of the generated package; that of the suite has `test` after it."},
		{"doc", "a text", "What the modelled part of the API is for, in place of what the model says."},
		{"scope", "`model` or `contract`", "Which operations are generated: all of the model, as without the key, or those that the contract names."},
		{"protocol-clauses", "`awsJson1_0`, `awsJson1_1`, or an object", "The clauses and common errors of the protocol, listed [below](#clauses-of-a-protocol). In an object, `protocol` names it and `without` lists the ids of clauses to leave out. " +
			"A clause or an error of the contract with the id or code of one of them takes its place."},
		{"errors", "an object", "Errors that no operation of the model declares, by their codes."},
		{"entities", "an object", "What the API owns, by names: each is put, listed and deleted by operations."},
		{"facts", "an object", "What the API depends on and another party decides, by names: each is set and read by operations, or by the test."},
		{"shapes", "an object", "Structures that the model lacks, by names. `members` has for each member the name of a shape or simple kind, or an object of `shape` and `doc`; `required` lists members; `doc` is a text."},
		{"clauses", "a list", "The clauses that hold for all operations."},
		{"operations", "an object", "What operations mean, by their names in the model."},
	},
}, {
	title: "An error",
	intro: "Under `errors`.",
	probe: `{"package": "notes", "errors": {"E": {"doc": "E.", "status": 400, "zzz": 1}}}`,
	keys: []contractKey{
		{"doc", "a text", "What it means. Required."},
		{"status", "400 to 599", "The status of the reply; 400 where it is left out."},
		{"common", "true or false", "Whether every operation may answer with it; true where it is left out. Otherwise only clauses name it."},
	},
}, {
	title: "An entity",
	intro: "Under `entities`. The fake keeps one for each key.",
	probe: `{"package": "notes", "entities": {"Note": {"key": ["Name"], "zzz": 1}}}`,
	keys: []contractKey{
		{"shape", "the name of a structure", "The structure that the entity is; that of its own name where it is left out."},
		{"key", "a list of members", "What tells one entity from another: members that are strings. Required. A clause of kind `assigned` says that the service makes one of them when the entity is put."},
		{"listed-by", "a list of members", "The members of the key by which entities are listed together, such as the rule of an exception."},
		{"plural", "a name", "The field of the fake's state that holds the entities; the name with an s where it is left out."},
		{"example", "an object", "A valid entity, from which the suite makes others: for entities that chance does not make valid."},
		{"examples", "a list of objects", "More examples, each under `of`; `needs` says in words what a target has to have for it, and `error` is the code of a target that lacks that."},
	},
}, {
	title: "A fact",
	intro: "Under `facts`. A fact is kept as an entity is: one value to a key.",
	probe: `{"package": "notes", "facts": {"f": {"shape": "Note", "of": ["Name"], "value": "Colour", "initially": "RED", "zzz": 1}}}`,
	keys: []contractKey{
		{"shape", "the name of a structure", "The structure that holds the key, the value, and what else is told together with it. Required."},
		{"of", "a list of members", "What the fact is about. Required."},
		{"listed-by", "a list of members", "The members of `of` by which facts are listed together."},
		{"value", "a member", "The member that holds the value, an enum. Required."},
		{"initially", "a value", "The value where nothing was decided yet. Required."},
		{"vanishing", "a list of values", "Values of which nothing may be left at any time: reads may return what has one, or not."},
		{"with", "a list of members", "Members that may be told beside the value, whoever decides it: in Go, in a state, and by the control protocol."},
	},
}, {
	title: "An operation",
	intro: "Under `operations`, or `x-contract` at an operation of an OpenAPI document. It has exactly one of the first seven keys. " +
		"A path names members as the model does, with dots between them and `[]` after a list.",
	probe: `{"package": "notes", "entities": {"Note": {"key": ["Name"]}}, "operations": {"PutNote": {"puts": "Note", "zzz": 1}}}`,
	keys: []contractKey{
		{"puts", "an entity", "The operation creates or replaces it."},
		{"updates", "an entity", "The operation changes one that is there, by its key."},
		{"gets", "an entity", "The operation returns one of them, by its key."},
		{"lists", "an entity", "The operation returns some or all of them."},
		{"deletes", "an entity", "The operation deletes it."},
		{"sets", "a fact", "The operation decides it."},
		{"reads", "a fact", "The operation returns it."},
		{"each", "a path into the input", "The list that has an element for each entity or fact. Left out for an operation on one, and for one that lists."},
		{"item", "a path into the input", "The structure that is the entity itself, where the input has the entity as a whole."},
		{"from", "an object of members and paths", "Where in the input a member of the entity stands, where it is not called the same."},
		{"in", "a path into the output", "The list that shows the entities, or the structure that shows the one. Required for an operation that lists or reads; left out for one that gets where the output itself has the members."},
		{"as", "an object of paths and members", "Which member of the entity an element of that list, or that structure, shows where, if it is not the entity itself. The path is empty, `\"\"`, where the elements are plain texts, which are a member of the key."},
		{"unmodelled", "an object of paths and texts", "Members of the input that the fake reads and does nothing with, each with the reason. The suite does not expect them to be visible."},
		{"clauses", "a list", "The clauses of the operation."},
	},
}, {
	title: "A clause",
	intro: "Under `clauses`. Each has these keys and those of its kind.",
	probe: `{"package": "notes", "clauses": [{"id": "i", "kind": "isolation", "provenance": "documented", "description": "D.", "source": "s", "zzz": 1}]}`,
	keys: []contractKey{
		{"id", "a word, with hyphens", "Names the clause, in the contract, in generated code and in reports. No two have the same."},
		{"kind", "a kind", "What the clause means to the fake and the suite: one of [the kinds](#kinds)."},
		{"description", "a text", "The rule in your own words, as reports print it."},
		{"source", "a text", "The public document and its section, so that others can look it up."},
		{"provenance", "`documented`, `observed` or `assumed`", "`documented`: a public document says so. `observed`: a public record shows the service answer so. `assumed`: nobody says; the suite then never fails an endpoint for it, unless a profile says what it chooses."},
		{"choice", "one of the kind's choices", "What the fake does. Required for kinds that have choices."},
		{"choices", "a list of the kind's choices", "For an assumed clause: what an implementation may do, `choice` included. A profile makes the fake do any of them."},
	},
}}
