package model

// Pagination says that a list comes in pages. The first page is asked for
// without a token, each later one with the token that came with the page
// before; the last page has none.
//
//	{"kind": "pagination", "limit": MEMBER, "default": N, "token": MEMBER,
//	 "next": MEMBER, "error": CODE, "short": true}
//
// With "short", a page may hold fewer resources than was asked for, even none,
// though there are more: only a missing token says that a page is the last.
//
// Where the model says which members those are ([Operation.Paginated]), limit,
// token and next may be left out.
type Pagination struct {
	// Limit is the member of the input that asks for a page of that size. It
	// is empty where the caller can't ask.
	Limit string
	// Default is the size of a page if the caller does not ask for one, or
	// asks for 0.
	Default int
	// Token is the member of the input, Next the member of the output.
	Token, Next string
	// Error is the answer to a token that did not come from the API.
	Error string
	// Short reports that a page which is not the last may hold fewer resources.
	Short bool `json:",omitempty"`
}

func (Pagination) rule() {}

func readPagination(r *clauseReader) Rule {
	var told Paginated
	if r.op.Paginated != nil {
		told = *r.op.Paginated
	}
	p := Pagination{
		Limit:   r.optionalText("limit"),
		Default: r.number("default"),
		Token:   r.textOr("token", told.InputToken),
		Next:    r.textOr("next", told.OutputToken),
		Error:   r.errorCode("error"),
		Short:   r.flag("short"),
	}
	if !r.has("limit") && told.PageSize.isMember() {
		p.Limit = string(told.PageSize)
	}
	if p.Limit != "" {
		r.checkKind("limit", r.op.Input, Path(p.Limit), Integer, Long)
	}
	if r.has("default") && p.Default < 1 {
		r.complain("default", "a page holds at least one resource", "write a number above 0")
	}
	r.checkKind("token", r.op.Input, Path(p.Token), String)
	r.checkKind("next", r.op.Output, Path(p.Next), String)
	return p
}

// textOr returns the text of a key, or what the model says where the key is
// left out: a member of the input or output, and nothing within one.
func (r *clauseReader) textOr(key string, told Path) string {
	if r.has(key) || !told.isMember() {
		return r.text(key)
	}
	return string(told)
}

// Cap says whether a page may be larger than the output's own list allows,
// when the caller asks for more. Choices: honoured, capped (at Cap).
//
//	{"kind": "pagination/cap", "cap": N, "choice": CHOICE}
type Cap struct {
	Cap int
}

func (Cap) rule() {}

func readCap(r *clauseReader) Rule { return Cap{Cap: r.number("cap")} }

// Order says in what order a list comes. Choices: insertion (resources come in
// the order in which they were first put), by-key (in the order of the bytes of
// their keys, without the members by which they are listed).
//
//	{"kind": "pagination/order", "choice": CHOICE}
type Order struct{}

func (Order) rule() {}

func readOrder(*clauseReader) Rule { return Order{} }

// LastPage says what follows a page that is full and shows the last resource.
// Choices: nothing (it has no token), empty-page (it has one, for a page
// without resources).
//
//	{"kind": "pagination/last-page", "choice": CHOICE}
type LastPage struct{}

func (LastPage) rule() {}

func readLastPage(*clauseReader) Rule { return LastPage{} }

// EmptyToken says how a token of no characters is read. Choices: first-page,
// error:CODE.
//
//	{"kind": "pagination/empty-token", "choice": CHOICE}
type EmptyToken struct{}

func (EmptyToken) rule() {}

func readEmptyToken(*clauseReader) Rule { return EmptyToken{} }

// ForeignToken says how a token is read that the API gave for another list,
// e.g. for another rule. Choices: error:CODE, accepted.
//
//	{"kind": "pagination/foreign-token", "choice": CHOICE}
type ForeignToken struct{}

func (ForeignToken) rule() {}

func readForeignToken(*clauseReader) Rule { return ForeignToken{} }

// WithKeys says what a page size or token means in a request that asks for
// given keys. Choices: ignored (all of them are shown at once), error:CODE.
//
//	{"kind": "pagination/with-keys", "keys": MEMBER, "choice": CHOICE}
type WithKeys struct {
	Keys string
}

func (WithKeys) rule() {}

func readWithKeys(r *clauseReader) Rule {
	w := WithKeys{Keys: r.text("keys")}
	r.checkKind("keys", r.op.Input, Path(w.Keys), List)
	return w
}
