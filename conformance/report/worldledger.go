package report

import (
	"strings"
)

// world prints how facts were set up, and what could not be. Where all
// could, there is nothing to be said.
func (p *printer) world(w *Setup) {
	if w == nil || w.Strategy == ByControl && len(w.Lacks) == 0 {
		return
	}
	how := map[string]string{
		ByControl: "Facts are set by " + w.By + ".",
		ByWire:    "Facts are set by the API itself: " + w.By + ".",
		ByFile:    "Facts are as the file of what there is says, and nothing else is touched.",
		ByNone:    "Facts can't be brought about.",
	}[w.Strategy]
	if w.Why != "" && w.Strategy != ByFile {
		how += " Why: " + w.Why + "."
	}
	p.b.WriteByte('\n')
	p.paragraph(how)
	if len(w.Lacks) > 0 {
		p.paragraph("Not to be had: " + strings.Join(w.Lacks, "; ") + ".")
	}
	if len(w.Left) > 0 {
		p.paragraph("NOT AS IT WAS FOUND: " + strings.Join(w.Left, "; ") + ".")
	}
}

// paragraph prints a text in lines as wide as there are columns.
func (p *printer) paragraph(text string) {
	for _, line := range wrap(text, p.width) {
		p.b.WriteString(line)
		p.b.WriteByte('\n')
	}
}
