package keys

import "testing"

// TestKeys shows which keys are taken for one, and which are not.
func TestKeys(t *testing.T) {
	long := string(make([]byte, length))
	if Beginning(long+"a") != Beginning(long+"b") || Beginning("a") == Beginning("b") {
		t.Error("Beginning: keys are one if and only if they begin alike")
	}
	if Beginning([2]string{long + "a", "x"}) != Beginning([2]string{long + "b", "x"}) {
		t.Error("Beginning: a key of two texts is not cut")
	}
	if Joined([2]string{"a:b", "c"}) != Joined([2]string{"a", "b:c"}) || Joined([3]string{"a", "b", "c"}) == Joined([3]string{"a", "b", "d"}) {
		t.Error("Joined: keys are one if and only if their texts are the same when joined")
	}
	if Joined("a") != "a" || Joined(struct{}{}) != struct{}{} {
		t.Error("Joined: a key of one text or none has changed")
	}
	if p, k := JoinedPair("p", [4]string{"a", "b", "c", "d"}); p != "p" || k[0] != "a:b:c:d" || k[3] != "" {
		t.Errorf("JoinedPair = %q, %q", p, k)
	}
	if p, k := BeginningPair(struct{}{}, long+"a"); p != struct{}{} || k != long {
		t.Errorf("BeginningPair = %v, %q", p, k)
	}
}
