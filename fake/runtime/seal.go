package runtime

import (
	"crypto/sha256"
	"strings"
)

// Seal returns a text of 32 letters in the place of another: always the same for the
// same text. It has no letter with which that begins, so it never contains it.
func Seal(text string) string {
	letters := "abcdefghijklmnopq"
	if text != "" {
		letters = strings.ReplaceAll(letters, text[:1], "")
	}
	sum := sha256.Sum256([]byte(text))
	var sealed strings.Builder
	for _, b := range sum[:16] {
		sealed.WriteByte(letters[b>>4])
		sealed.WriteByte(letters[b&15])
	}
	return sealed.String()
}
