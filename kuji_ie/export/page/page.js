"use strict";
// Joins the text and the tables of each document. The text is never touched: a part of it is an element whose
// data-k says what it belongs to (m3 c7: the metric of row o3, a change of row o7).
(() => {
  const TABLE_OF = { e: "e", w: "a", a: "a", f: "f" }; // the other roles are of observations
  const HEAD = { o: "m", a: "w" }; // the role that the curves of a row start from
  const SVG = "http://www.w3.org/2000/svg";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  class Doc {
    constructor(root) {
      this.root = root;
      this.pane = root.querySelector(".text");
      this.body = root.querySelector(".body");
      this.svg = root.querySelector(".sheet svg");
      this.parts = new Map(); // row -> [{ element, role }]
      this.rows = new Map([...root.querySelectorAll("tr[data-row]")].map((tr) => [tr.dataset.row, tr]));
      this.selected = this.hovered = null;
      this.readParts();
      this.listen();
      this.filter();
    }

    readParts() {
      for (const element of this.body?.querySelectorAll("[data-k]") ?? []) {
        for (const key of element.dataset.k.split(" ")) {
          const row = (TABLE_OF[key[0]] ?? "o") + key.slice(1);
          if (!this.parts.has(row)) this.parts.set(row, []);
          this.parts.get(row).push({ element, role: key[0] });
        }
      }
    }

    listen() {
      const { root } = this;
      root.addEventListener("click", (event) => this.click(event.target));
      root.addEventListener("mouseover", (event) => this.hover(this.rowAt(event.target)));
      root.addEventListener("mouseleave", () => this.hover(null));
      const form = root.querySelector(".filters");
      for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.filter());
      form.addEventListener("submit", (event) => event.preventDefault());
      root.querySelector(".show-aside")?.addEventListener("change", (event) =>
        this.body.classList.toggle("aside", event.target.checked),
      );
      root.querySelector(".tabs").addEventListener("keydown", (event) => this.moveTab(event));
      if (this.pane) new ResizeObserver(() => this.draw()).observe(this.body);
    }

    // The row that an element of the text or of a table stands for; a further click on a shared part goes on.
    rowAt(element, further = false) {
      const at = element.closest?.("[data-row], [data-k]");
      if (!at) return null;
      if (at.dataset.row) return at.dataset.row;
      const rows = [...new Set(at.dataset.k.split(" ").map((key) => (TABLE_OF[key[0]] ?? "o") + key.slice(1)))];
      rows.sort((a, b) => (b[0] === "o") - (a[0] === "o"));
      return rows[further ? (rows.indexOf(this.selected) + 1) % rows.length : Math.max(0, rows.indexOf(this.selected))];
    }

    click(target) {
      const tab = target.closest('[role="tab"]');
      if (tab) return this.openTab(tab);
      if (target.closest(".bar, header")) return;
      if (String(getSelection())) return; // somebody copies text
      const inText = this.body?.contains(target);
      const row = this.rowAt(target, inText);
      if (row) this.select(row, inText ? "table" : "text");
      else if (inText) this.select(null);
    }

    // Select a row and mark its parts; `show` says where to scroll: text, table or both.
    select(row, show = "both") {
      this.mark(this.selected, "on", false);
      this.rows.get(this.selected)?.setAttribute("aria-selected", "false");
      this.selected = row;
      this.body?.classList.toggle("picked", row !== null);
      const tr = this.rows.get(row);
      if (tr) {
        this.openTab(this.tabOf(tr));
        if (tr.hidden) this.resetFilters();
        for (const other of tr.parentNode.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
        tr.tabIndex = 0;
        tr.setAttribute("aria-selected", "true");
        this.mark(row, "on", true);
        if (show !== "table") this.showText(row);
        if (show !== "text") this.showRow(tr);
      }
      this.draw();
    }

    hover(row) {
      if (row === this.hovered) return;
      this.mark(this.hovered, "hot", false);
      this.hovered = row;
      this.mark(row, "hot", true);
      this.draw();
    }

    mark(row, name, on) {
      for (const { element } of this.parts.get(row) ?? []) element.classList.toggle(name, on);
    }

    showText(row) {
      const parts = this.parts.get(row) ?? [];
      if (!parts.length) return;
      const boxes = parts.map(({ element }) => element.getBoundingClientRect());
      const pane = this.pane.getBoundingClientRect();
      const top = Math.min(...boxes.map((box) => box.top)), bottom = Math.max(...boxes.map((box) => box.bottom));
      if (top >= pane.top + 20 && bottom <= pane.bottom - 20) return;
      const first = parts[0].element.getBoundingClientRect();
      const middle = bottom - top < pane.height * 0.8 ? (top + bottom) / 2 : first.top + pane.height * 0.3;
      const by = middle - pane.top - pane.height / 2;
      this.pane.scrollBy({ top: by, behavior: calm.matches ? "auto" : "smooth" });
    }

    // Not scrollIntoView: it would move a table that is wider than its panel sideways as well.
    showRow(tr) {
      const panel = tr.closest(".panel"), own = panel.scrollHeight > panel.clientHeight + 1;
      const box = tr.getBoundingClientRect(), pane = panel.getBoundingClientRect();
      const head = tr.closest("table").tHead.getBoundingClientRect();
      const top = own ? pane.top + head.height : Math.max(0, this.pane?.getBoundingClientRect().bottom ?? 0);
      const bottom = own ? pane.top + panel.clientHeight : innerHeight;
      const by = box.top < top ? box.top - top : Math.max(0, Math.min(box.bottom - bottom, box.top - top));
      if (by) (own ? panel : window).scrollBy({ top: by < 0 ? Math.floor(by) : Math.ceil(by) });
    }

    // Curves from the metric to all that is told of it, of the selected row and of the one under the mouse.
    draw() {
      this.svg?.replaceChildren();
      for (const row of new Set([this.selected, this.hovered])) {
        const groups = this.groups(row);
        const from = groups.find(({ role }) => role === HEAD[row[0]]);
        for (const to of from ? groups : []) if (to !== from) this.curve(from, to, row === this.selected);
      }
    }

    // The parts of a row with their boxes; neighbours of one role, cut by another part, are one.
    groups(row) {
      const groups = [];
      let last = null;
      for (const { element, role } of this.parts.get(row) ?? []) {
        if (last?.role !== role || last.element.nextSibling !== element) groups.push((last = { role, elements: [] }));
        last.element = element;
        last.elements.push(element);
      }
      const base = this.svg?.getBoundingClientRect();
      for (const group of groups) {
        group.boxes = group.elements.flatMap((element) =>
          [...element.getClientRects()].map((box) => ({
            x: (box.left + box.right) / 2 - base.left,
            top: box.top - base.top,
            bottom: box.bottom - base.top,
          })),
        );
      }
      return groups.filter(({ boxes }) => boxes.length);
    }

    // Between the ends that face each other; under the line, where both stand on one.
    curve(from, to, strong) {
      const forth = from.element.compareDocumentPosition(to.element) & Node.DOCUMENT_POSITION_FOLLOWING;
      const a = from.boxes.at(forth ? -1 : 0), b = to.boxes.at(forth ? 0 : -1);
      const near = Math.abs(a.top - b.top) < 4, below = b.top > a.top;
      const start = near || below ? a.bottom : a.top;
      const end = near || !below ? b.bottom : b.top;
      const bend = near ? 12 : (end - start) / 2;
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", `M${a.x} ${start}C${a.x} ${start + bend} ${b.x} ${near ? end + bend : end - bend} ${b.x} ${end}`);
      path.style.stroke = `var(--${to.role === "a" ? "e" : to.role})`;
      path.style.opacity = strong ? 1 : 0.6;
      this.svg.append(path);
    }

    // Tabs
    tabOf(tr) {
      return document.getElementById(tr.closest(".panel").getAttribute("aria-labelledby"));
    }

    openTab(tab) {
      for (const other of this.root.querySelectorAll('[role="tab"]')) {
        other.setAttribute("aria-selected", String(other === tab));
        other.tabIndex = other === tab ? 0 : -1;
        document.getElementById(other.getAttribute("aria-controls")).hidden = other !== tab;
      }
      this.root.querySelector(".filters").hidden = !tab.id.endsWith("-o");
    }

    moveTab(event) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const tabs = [...this.root.querySelectorAll('[role="tab"]')];
      const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
      this.openTab(next);
      next.focus();
    }

    // Filters
    filter() {
      const value = (name) => this.root.querySelector(`.filters .${name}`)?.value ?? "";
      const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
      const status = value("status"), subject = value("subject");
      const rows = [...this.rows.values()].filter((tr) => tr.dataset.status);
      let shown = 0;
      for (const tr of rows) {
        const head = tr.cells[0], said = `${head.textContent} ${head.title}`.toLowerCase();
        tr.hidden =
          !words.every((word) => said.includes(word)) ||
          (status !== "" && tr.dataset.status !== status) ||
          (subject !== "" && tr.dataset.subject !== subject);
        shown += !tr.hidden;
      }
      const count = this.root.querySelector(".count");
      count.textContent = `${count.dataset.word} ${shown} / ${rows.length}`;
      if (rows.length) this.root.querySelector(".panel .empty").hidden = shown > 0;
    }

    resetFilters() {
      this.root.querySelector(".filters").reset();
      this.filter();
    }

    // Keyboard
    visibleRows() {
      return [...this.root.querySelectorAll(".panel:not([hidden]) tr[data-row]:not([hidden])")];
    }

    move(step) {
      const rows = this.visibleRows(), at = rows.indexOf(this.rows.get(this.selected));
      const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
      if (!next) return;
      this.select(next.dataset.row);
      next.focus({ preventScroll: true });
    }

    enterText() {
      const element = this.parts.get(this.selected)?.[0].element;
      if (!element) return;
      element.tabIndex = -1;
      this.showText(this.selected);
      element.focus({ preventScroll: true });
    }

    escape(target) {
      if (target.closest(".filters")) {
        this.resetFilters();
        target.blur();
      } else if (this.body?.contains(target) && this.selected) {
        this.rows.get(this.selected).focus({ preventScroll: true });
      } else {
        this.select(null);
      }
    }

    key(event) {
      const { key, target } = event;
      const inField = target.closest("input, select"), inText = this.pane?.contains(target);
      if (key === "Escape") this.escape(target);
      else if (target.matches(".search") && (key === "Enter" || key === "ArrowDown")) this.move(1);
      else if (inField) return;
      else if (key === "/") this.root.querySelector(".filters:not([hidden]) .search")?.focus();
      else if (key === "j" || (key === "ArrowDown" && !inText)) this.move(1);
      else if (key === "k" || (key === "ArrowUp" && !inText)) this.move(-1);
      else if (key === "Enter" && !target.closest("button") && this.selected) this.enterText();
      else return;
      event.preventDefault();
    }
  }

  const docs = new Map(); // made when first shown
  let current = null;
  const show = (root) => {
    for (const other of document.querySelectorAll(".doc")) other.hidden = other !== root;
    for (const button of document.querySelectorAll(".documents button")) {
      if (button.getAttribute("aria-controls") === root.id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (!docs.has(root)) docs.set(root, new Doc(root));
    current = docs.get(root);
  };
  document.querySelector(".documents")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) show(document.getElementById(button.getAttribute("aria-controls")));
  });
  document.addEventListener("keydown", (event) => {
    if (current && !event.ctrlKey && !event.metaKey && !event.altKey) current.key(event);
  });
  const first = document.querySelector(".doc");
  if (first) show(first);
})();
