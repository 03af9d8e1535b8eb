package report_test

// checks are scripts that return what is wrong with the page, or nothing.
var checks = []struct{ what, script string }{
	{"the page is as wide as the window", `(() => {
		const wide = document.documentElement.scrollWidth - innerWidth;
		if (wide <= 0) return "";
		const far = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
		return wide + " pixels too wide, by " + far.slice(0, 5).map(e => e.tagName + "." + e.className);
	})()`},
	{"each control has a name, and each id is one", `(() => {
		const wrong = [];
		for (const e of document.querySelectorAll("button, a, input, select, summary, [tabindex='0'], [role]")) {
			const label = e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") && document.getElementById(e.getAttribute("aria-labelledby")).textContent) ||
				(e.labels && e.labels.length && e.labels[0].textContent) || e.textContent;
			if (!label || !label.trim()) wrong.push(e.outerHTML.slice(0, 100));
		}
		const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
		for (const id of new Set(ids)) if (ids.filter(other => other === id).length > 1) wrong.push("the id " + id + " twice");
		for (const e of document.querySelectorAll("[aria-controls], [aria-labelledby]"))
			for (const id of ((e.getAttribute("aria-controls") || "") + " " + (e.getAttribute("aria-labelledby") || "")).trim().split(/\s+/))
				if (!document.getElementById(id)) wrong.push("nothing has the id " + id);
		for (const a of document.querySelectorAll('a[href^="#"]'))
			if (!document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1)))) wrong.push("a link to nothing: " + a.getAttribute("href"));
		return wrong.slice(0, 5).join("; ");
	})()`},
	{"there are landmarks, one heading at the top, and none is left out", `(() => {
		for (const one of ["main", "header", "nav", "footer", "h1"]) if (document.querySelectorAll(one).length !== 1) return "not one " + one;
		if (!document.documentElement.lang) return "no language";
		let level = 0;
		for (const h of document.querySelectorAll("h1, h2, h3, h4")) {
			const now = +h.tagName[1];
			if (now > level + 1) return h.textContent + " is too deep";
			level = now;
		}
		return "";
	})()`},
	{"no column of a table is crushed", `(() => {
		const narrow = [...document.querySelectorAll('.scroll th[scope="row"]')].filter(e => e.getBoundingClientRect().width < 120);
		return narrow.length ? narrow.length + " cells, such as " + narrow[0].textContent : "";
	})()`},
	{"contrast in the light", contrast},
	{"the filter filters, and says how many are left", `(() => {
		const shown = () => document.querySelectorAll(".clause:not([hidden])").length;
		const all = shown(), count = document.getElementById("count"), search = document.getElementById("search");
		if (count.getAttribute("aria-live") !== "polite") return "the count is not announced";
		if (!count.textContent.startsWith(all + " of " + all)) return "the count is " + count.textContent;
		search.value = "expir"; search.dispatchEvent(new Event("input"));
		const found = shown();
		if (found === 0 || found >= all || !count.textContent.startsWith(found + " of")) return "a search shows " + found + " of " + all + ": " + count.textContent;
		search.value = "there is no such clause"; search.dispatchEvent(new Event("input"));
		if (shown() !== 0 || document.getElementById("nothing").hidden) return "nothing is found, and the page does not say so";
		document.querySelector(".controls [type=reset]").click();
		return new Promise(done => setTimeout(() => {
			if (shown() !== all) return done("cleared, " + shown() + " of " + all + " are shown");
			for (const id of ["operation", "provenance", "kind"]) {
				const s = document.getElementById(id);
				s.selectedIndex = 1; s.dispatchEvent(new Event("change"));
				if (shown() === 0 || shown() >= all) return done(id + " shows " + shown() + " of " + all);
				s.selectedIndex = 0; s.dispatchEvent(new Event("change"));
			}
			const v = document.querySelector('button.outcome-filter[data-outcome="pass"]');
			v.click();
			if (v.getAttribute("aria-pressed") !== "false" || document.querySelector('.clause.pass:not([hidden])')) return done("clauses that pass are still shown");
			v.click();
			done(shown() === all ? "" : "pressed twice, " + shown() + " are shown");
		}, 20));
	})()`},
	{"tabs show one form each", `(() => {
		const box = document.querySelector("[data-tabs]"), tabs = [...box.querySelectorAll('[role="tab"]')];
		if (tabs.length !== 5) return tabs.length + " tabs";
		for (const tab of tabs) {
			tab.click();
			const open = [...box.querySelectorAll('[role="tabpanel"]')].filter(p => !p.hidden);
			if (open.length !== 1 || open[0].id !== tab.getAttribute("aria-controls") || open[0].querySelector("pre").textContent.length < 100) return tab.textContent + " shows " + open.length + " forms";
		}
		tabs[0].click();
		return "";
	})()`},
	{"copying says so", `(() => {
		const copy = document.querySelector('[role="tabpanel"]:not([hidden]) .copy');
		copy.click();
		return new Promise(done => setTimeout(() => done(/Copied|Selected/.test(copy.textContent) ? "" : "the button says " + copy.textContent), 300));
	})()`},
	{"each failure marks the first step that differs", `(() => {
		const all = document.querySelectorAll(".failure");
		if (!all.length) return "there are no failures";
		for (const v of all) if (v.querySelectorAll(".step").length && v.querySelectorAll(".step.wrong").length !== 1) return v.id + " marks " + v.querySelectorAll(".step.wrong").length;
		return "";
	})()`},
}

// contrast finds texts that stand out too little from what is behind them: by
// less than 4.5 to 1, as the guidelines for accessible pages have it.
const contrast = `(() => {
	const channel = c => { c /= 255; return c <= .03928 ? c / 12.92 : Math.pow((c + .055) / 1.055, 2.4); };
	const light = c => .2126 * channel(c[0]) + .7152 * channel(c[1]) + .0722 * channel(c[2]);
	const parse = s => s.match(/[\d.]+/g).map(Number);
	const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
	const wrong = new Set();
	for (const e of document.querySelectorAll("body *")) {
		if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length || e.closest("script, style, .skip, option")) continue;
		const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
		const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < 4.5) wrong.add(e.tagName + "." + e.className + " " + ratio.toFixed(2));
	}
	return [...wrong].slice(0, 8).join("; ");
})()`

// switchesTheme presses the switch between light and dark.
const switchesTheme = `(() => {
	const before = getComputedStyle(document.body).backgroundColor;
	document.getElementById("theme").click();
	return getComputedStyle(document.body).backgroundColor === before ? "it changes nothing" : "";
})()`

// staysReadable looks at the page on which no script has run.
const staysReadable = `(() => {
	if (!document.documentElement.classList.contains("static")) return "a script has run";
	if ([...document.querySelectorAll('[role="tabpanel"]')].some(p => !p.getClientRects().length)) return "a form of a counterexample can't be seen";
	if ([...document.querySelectorAll(".clause")].some(c => !c.getClientRects().length)) return "a clause can't be seen";
	if ([...document.querySelectorAll("button")].some(b => b.getClientRects().length)) return "a button is shown that does nothing";
	return "";
})()`
