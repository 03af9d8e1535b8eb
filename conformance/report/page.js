(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.remove("static");

  // Light and dark: what the system prefers, until the button is pressed.
  document.getElementById("theme").addEventListener("click", function () {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // The filter.
  var clauses = Array.from(document.querySelectorAll(".clause"));
  var texts = clauses.map(function (c) { return c.textContent.toLowerCase(); });
  var search = document.getElementById("search");
  var selects = ["operation", "provenance", "kind"].map(function (id) { return document.getElementById(id); });
  var outcomes = Array.from(document.querySelectorAll("button.outcome-filter"));
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var pressed = outcomes.filter(function (b) { return b.getAttribute("aria-pressed") === "true"; }).map(function (b) { return b.dataset.outcome; });
    var shown = 0;
    clauses.forEach(function (c, i) {
      var fits = pressed.indexOf(c.dataset.outcome) >= 0 &&
        selects.every(function (s) { return !s.value || c.dataset[s.id] === s.value; }) &&
        words.every(function (w) { return texts[i].indexOf(w) >= 0; });
      c.hidden = !fits;
      if (fits) { shown++; }
    });
    document.querySelectorAll(".operation").forEach(function (g) { g.hidden = !g.querySelector(".clause:not([hidden])"); });
    document.getElementById("nothing").hidden = shown > 0;
    var count = document.getElementById("count");
    count.textContent = shown + " of " + clauses.length + " (" + count.dataset.all + ")";
  }
  search.addEventListener("input", filter);
  selects.forEach(function (s) { s.addEventListener("change", filter); });
  outcomes.forEach(function (b) {
    b.addEventListener("click", function () {
      b.setAttribute("aria-pressed", b.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  });
  var form = document.querySelector("form.controls");
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("reset", function () {
    outcomes.forEach(function (b) { b.setAttribute("aria-pressed", "true"); });
    setTimeout(filter);
  });
  // A link to a clause that is filtered out clears the filter.
  addEventListener("hashchange", function () {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) { form.reset(); setTimeout(function () { target.scrollIntoView(); }, 0); }
  });
  filter();

  // Tabs, by the keys that tabs have.
  document.querySelectorAll("[data-tabs]").forEach(function (box) {
    var tabs = Array.from(box.querySelectorAll('[role="tab"]'));
    function select(tab, focus) {
      tabs.forEach(function (t) {
        var on = t === tab;
        t.setAttribute("aria-selected", on);
        t.tabIndex = on ? 0 : -1;
        document.getElementById(t.getAttribute("aria-controls")).hidden = !on;
      });
      if (focus) { tab.focus(); }
    }
    tabs.forEach(function (tab, i) {
      tab.addEventListener("click", function () { select(tab); });
      tab.addEventListener("keydown", function (e) {
        var to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[e.key];
        if (to !== undefined) { e.preventDefault(); select(tabs[(to + tabs.length) % tabs.length], true); }
      });
    });
    if (tabs.length) { select(tabs[0]); }
  });

  // Copying, also where a page from a file has no clipboard.
  document.querySelectorAll(".copy").forEach(function (button) {
    button.addEventListener("click", function () {
      var pre = button.closest('[role="tabpanel"]').querySelector("pre");
      function say(text) {
        button.textContent = text;
        setTimeout(function () { button.textContent = "Copy"; }, 2000);
      }
      function bySelection() {
        var range = document.createRange();
        range.selectNodeContents(pre);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        say(document.execCommand("copy") ? "Copied" : "Selected");
      }
      if (navigator.clipboard) {
        navigator.clipboard.writeText(pre.textContent).then(function () { say("Copied"); }, bySelection);
      } else { bySelection(); }
    });
  });
})();
