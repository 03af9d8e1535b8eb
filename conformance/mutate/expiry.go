package mutate

var expiryMutations = []mutation{
	{"expiry", "dropped", "nothing expires", dropped},
	{"expiry", "late", "an entity is still there at the very moment of its expiry, and gone after it", nil},
	{"expiry", "early", "an entity is gone a second before its expiry", nil},
	{"expiry", "milliseconds", "an expiry in seconds is taken for one in milliseconds", nil},
	{"expiry", "always", "an entity without an expiry is gone at once", nil},
	{"expiry", "unprolonged", "a put that replaces an entity does not move its expiry", nil},
	{"expiry", "listed-only", "an expired entity is not listed any more, and still found by its key", nil},
	{"expiry", "keyed-only", "an expired entity is not found by its key any more, and still listed", nil},
	{"expiry", "deletable", "an expired entity can still be deleted", nil},

	{"expiry/past", "choice", "an expiry in the past is answered otherwise: %s", otherChoices},
	{"expiry/past", "equal", "an expiry at this very moment is taken for one in the future", nil},
	{"expiry/past", "soon", "an expiry within the next minute is taken for one in the past", nil},

	{"expiry/precision", "choice", "another part of an expiry is kept: %s", otherChoices},
	{"expiry/precision", "minutes", "an expiry is cut to the minute", nil},
}
