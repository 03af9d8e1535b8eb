package openapi

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestVanishingValues shows that values that may vanish are read, and have to be
// values of the fact.
func TestVanishingValues(t *testing.T) {
	src, err := os.ReadFile("../putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	api, err := Read("config.json", src)
	if err != nil {
		t.Fatal(err)
	}
	if got := api.Fact("compliance").Vanishing; !slices.Equal(got, []string{"NOT_APPLICABLE"}) {
		t.Errorf("of compliance vanish %v, want NOT_APPLICABLE", got)
	}
	wrong := strings.Replace(string(src), `"vanishing": ["NOT_APPLICABLE"]`, `"vanishing": ["GONE"]`, 1)
	if _, err := Read("config.json", []byte(wrong)); err == nil || !strings.Contains(err.Error(), "vanishing: GONE is no value of") {
		t.Errorf("with a value that there is not, the error is %v", err)
	}
}
