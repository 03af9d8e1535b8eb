package printable

import "io"

// A Writer passes on what it is given as [Lines] has it. Each call of Write has
// to hold whole characters, as those of package fmt do.
type Writer struct{ w io.Writer }

// NewWriter returns a writer to another.
func NewWriter(w io.Writer) *Writer { return &Writer{w} }

// Write implements [io.Writer].
func (w *Writer) Write(b []byte) (int, error) {
	if _, err := io.WriteString(w.w, Lines(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Unwrap returns the writer below a [Writer], for what is safe already and has
// colours of its own. Any other writer is returned as it is.
func Unwrap(w io.Writer) io.Writer {
	if p, ok := w.(*Writer); ok {
		return p.w
	}
	return w
}
