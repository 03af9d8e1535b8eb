package runtime

import "strings"

// Selected cuts a name that goes on with a separator and a selector before the last
// separator. The selector has it still; it is empty where the name has none.
func Selected(text, separator string) (name, selector string) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i:]
}
