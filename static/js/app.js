/* What every page does beyond its HTML. Each part only enhances: without it the page still works.
   No state is kept here, no markup is written from text, nothing is evaluated. */

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* ---- dialogs: the opener is a link or button with data-dialog; focus returns to it ---- */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.addEventListener("close", () => opener.isConnected && opener.focus(), { once: true });
    dialog.showModal();
    $("[autofocus], .body :is(input, select, textarea):not([type=hidden])", dialog)?.focus();
    return;
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  else if (event.target.matches("dialog.dialog")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && !event.target.querySelector("form.is-dirty")) event.target.close();
  }
});

/* ---- forms with data-guard: nobody loses what was typed ---- */
const dirty = () => $("form[data-guard].is-dirty");
document.addEventListener("input", (event) => event.target.form?.matches("[data-guard]") && event.target.form.classList.add("is-dirty"));
document.addEventListener("submit", (event) => event.target.classList.remove("is-dirty"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && event.target.closest?.("form")?.classList.remove("is-dirty"));
addEventListener("beforeunload", (event) => dirty() && event.preventDefault());

/* one press sends once */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  if (event.submitter?.classList.contains("btn")) event.submitter.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
}));

/* ---- Ctrl-K goes to the search of the page ---- */
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  const search = $("[data-search-key]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

/* ---- 民國 dates: say back what was understood; tidy the spelling on leaving the field ---- */
const rocParts = (text) => {
  const plain = text.normalize("NFKC").trim().replace(/^民國/, "").replace(/\s+/g, "");
  const found = plain.match(/^(\d{1,4})[/.\-年](\d{1,2})[/.\-月](\d{1,2})日?$/) ?? plain.match(/^(\d{2,4})(\d{2})(\d{2})$/);
  if (!found) return null;
  const [, y, month, day] = found.map(Number);
  const year = y > 1911 ? y - 1911 : y;
  const date = new Date(Date.UTC(year + 1911, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day, date } : false;
};
const sayRoc = (input) => {
  const said = input.parentElement.querySelector(".roc-said");
  if (!said) return;
  const parts = input.value ? rocParts(input.value) : null;
  said.classList.toggle("is-bad", parts === false);
  said.value = parts ? `民國${parts.year}年${parts.month}月${parts.day}日 星期${"日一二三四五六"[parts.date.getUTCDay()]}` : parts === false ? "沒有這一天" : "";
};
document.addEventListener("input", (event) => event.target.matches("[data-roc]") && sayRoc(event.target));
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-roc]")) return;
  const parts = rocParts(event.target.value);
  if (parts) event.target.value = `${parts.year}/${String(parts.month).padStart(2, "0")}/${String(parts.day).padStart(2, "0")}`;
  sayRoc(event.target);
});

/* ---- files dropped on a field ---- */
const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
const over = (event) => event.target.closest?.("[data-drop]");
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = over(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", kind === "dragover");
    const input = $("input[type=file]", zone);
    if (kind === "drop" && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
document.addEventListener("change", (event) => {
  const zone = event.target.type === "file" && over(event);
  if (!zone) return;
  const files = [...event.target.files];
  zone.classList.toggle("is-full", files.length > 0);
  $(".drop-note", zone).textContent = files.map((file) => `${file.name}（${size(file.size)}）`).join("、");
});

/* ---- choosing rows ---- */
const countPicked = (name) => {
  const boxes = all(`input[type=checkbox][name="${name}"]`);
  const picked = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("tr")?.classList.toggle("is-picked", box.checked));
  all(`[data-picked="${name}"]`).forEach((output) => {
    output.textContent = picked.length;
    const button = output.closest("button");
    if (!button) return;
    button.disabled = !picked.length;
    button.title = picked.length ? "" : "還沒有選取";
  });
  all(`[data-select-all="${name}"]`).forEach((box) => {
    box.checked = picked.length > 0 && picked.length === boxes.length;
    box.indeterminate = picked.length > 0 && picked.length < boxes.length;
  });
};
document.addEventListener("change", (event) => {
  const every = event.target.dataset?.selectAll;
  if (every) all(`input[type=checkbox][name="${every}"]`).forEach((box) => (box.checked = event.target.checked));
  const name = every ?? event.target.name;
  if (name && $(`[data-picked="${CSS.escape(name)}"], [data-select-all="${CSS.escape(name)}"]`)) countPicked(name);
});

/* ---- size of text and theme change at once; the link behind them does the same without script ---- */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-size-to], [data-theme-to]");
  if (!link) return;
  event.preventDefault();
  const [attribute, cookie, value] = link.dataset.sizeTo ? ["size", "text_size", link.dataset.sizeTo] : ["theme", "theme", link.dataset.themeTo];
  document.documentElement.dataset[attribute] = value;
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  all(`[data-${attribute}-to]`).forEach((each) => {
    if (each.dataset[`${attribute}To`] === value) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  });
});

/* ---- the summary of errors takes the focus; a swap leaves it where it was ---- */
const settle = (root) => {
  all("[data-roc]", root).forEach(sayRoc);
  $("[data-focus]", root)?.focus();
};
let held = null;
document.addEventListener("htmx:beforeSwap", () => (held = document.activeElement?.id || null));
document.addEventListener("htmx:afterSettle", (event) => {
  settle(event.target);
  if (held && document.activeElement === document.body) document.getElementById(held)?.focus();
});
settle(document);
