package report_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// browsers are the commands by which Chromium may be installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless-shell"}

// TestPageInBrowser opens the page in Chromium, at two widths, and uses it as a
// reader would. With FAKESMITH_PICTURES=FOLDER it leaves pictures there.
func TestPageInBrowser(t *testing.T) {
	if !sample.Whole() {
		t.Skip(sample.Reason) // a browser takes long to start
	}
	t.Parallel()
	path := ""
	for _, name := range browsers {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skipf("NOT SHOWN that the page works in a browser: none of %v is installed", browsers)
	}
	var b bytes.Buffer
	if err := report.WriteHTML(&b, theSpecimen(t)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, stop = context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx)
	defer stop()
	var complaints heard
	if err := chromedp.Listen(ctx, complaints.listen); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{1280, 360} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+file), chromedp.WaitReady("#count")); err != nil {
				t.Fatal(err)
			}
			for _, c := range checks {
				if got := evaluate(t, ctx, c.script); got != "" {
					t.Errorf("%s: %s", c.what, got)
				}
			}
			picture(t, ctx, fmt.Sprintf("light-%d", width))
			keyboard(t, ctx)
			if got := evaluate(t, ctx, switchesTheme); got != "" {
				t.Errorf("the switch between light and dark: %s", got)
			}
			if got := evaluate(t, ctx, contrast); got != "" {
				t.Errorf("contrast in the dark: %s", got)
			}
			picture(t, ctx, fmt.Sprintf("dark-%d", width))
		})
	}
	t.Run("without a script", func(t *testing.T) {
		page, script, _ := strings.Cut(b.String(), "<script>")
		_, rest, _ := strings.Cut(script, "</script>")
		if err := os.WriteFile(file, []byte(page+rest), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
			t.Fatal(err)
		}
		if got := evaluate(t, ctx, staysReadable); got != "" {
			t.Error(got)
		}
	})
	for _, complaint := range complaints.all {
		t.Errorf("the console says: %s", complaint)
	}
}

// heard is what the console of the browser has said.
type heard struct {
	mu  sync.Mutex
	all []string
}

func (h *heard) listen(event any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		h.all = append(h.all, fmt.Sprint(e.Type))
	case *runtime.EventExceptionThrown:
		h.all = append(h.all, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		h.all = append(h.all, e.Entry.Text)
	}
}

// evaluate runs a script that returns what is wrong.
func evaluate(t *testing.T, ctx context.Context, script string) string {
	t.Helper()
	wrong, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%v in %.200s", err, script)
	}
	return wrong
}

// keyboard goes through the tabs by keys alone.
func keyboard(t *testing.T, ctx context.Context) {
	t.Helper()
	const selected = `document.querySelector('[role="tablist"] [aria-selected="true"]').textContent`
	before := evaluate(t, ctx, selected)
	if err := chromedp.Do(ctx, chromedp.Focus(`[role="tab"][aria-selected="true"]`), chromedp.KeyEvent(kb.ArrowRight)); err != nil {
		t.Fatal(err)
	}
	if after := evaluate(t, ctx, selected); before == after {
		t.Errorf("the arrow leaves the tab %s selected", after)
	}
}

// picture leaves pictures of the parts of the page.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("FAKESMITH_PICTURES")
	if folder == "" {
		return
	}
	for _, part := range []string{"glance", "failures", "clauses", "choices", "run"} {
		evaluate(t, ctx, `(() => { document.documentElement.style.scrollBehavior = "auto"; document.getElementById("`+part+`").scrollIntoView(); return ""; })()`)
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name+"-"+part+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
