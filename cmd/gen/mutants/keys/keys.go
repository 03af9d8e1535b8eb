// Package keys takes different keys for one, for mutants that compare keys
// wrongly. It knows the types that a generated fake has for keys: struct{},
// string and arrays of strings.
package keys

import "strings"

// length is how much of a text counts in a key that is cut.
const length = 64

// Beginning returns a key with each of its texts cut.
func Beginning[K comparable](key K) K {
	for _, text := range texts(&key) {
		*text = (*text)[:min(len(*text), length)]
	}
	return key
}

// Joined returns a key with its texts joined in the first of them.
func Joined[K comparable](key K) K {
	all := texts(&key)
	var words []string
	for _, text := range all {
		words = append(words, *text)
		*text = ""
	}
	if len(all) > 0 {
		*all[0] = strings.Join(words, ":")
	}
	return key
}

// BeginningPair is Beginning for a partition and a key.
func BeginningPair[P, K comparable](partition P, key K) (P, K) {
	return Beginning(partition), Beginning(key)
}

// JoinedPair is Joined for a partition and a key.
func JoinedPair[P, K comparable](partition P, key K) (P, K) { return Joined(partition), Joined(key) }

// texts returns the texts of a key, which are four at most.
func texts(key any) []*string {
	switch key := key.(type) {
	case *string:
		return []*string{key}
	case *[2]string:
		return []*string{&key[0], &key[1]}
	case *[3]string:
		return []*string{&key[0], &key[1], &key[2]}
	case *[4]string:
		return []*string{&key[0], &key[1], &key[2], &key[3]}
	}
	return nil
}
