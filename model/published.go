package model

// A Waiter says by which answers of an operation its caller knows that something has come
// about, as the owner of the API published it. It is no rule: nothing is checked by it.
type Waiter struct {
	Name      string
	Acceptors []Acceptor
}

// An Acceptor is a kind of answer, and what it means to a waiter: success, failure or
// retry.
type Acceptor struct {
	State string
	// Error is the code of an error. It is empty for other answers.
	Error string
	// Path leads to texts in the output, in the syntax of JMESPath, which are Text, all or
	// one of them. Both are empty for an error, and for what is no comparison of texts.
	Path, Text string
}

// A ResourceShape is a kind of resource as the shapes of the API have it: the members that
// identify one, and which operation does what with it. A name is empty where none does.
type ResourceShape struct {
	Name                                    string
	Identifiers                             []string
	Put, Create, Read, Update, Delete, List string
}
