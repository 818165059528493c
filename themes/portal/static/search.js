// Search in the reader's browser, over the index that the release brings along.
document.querySelector("[data-unscripted]").remove();
const form = document.querySelector("[data-search]");
const input = form.querySelector("input");
const status = document.querySelector("[data-status]");
const list = document.querySelector("[data-results]");
const more = document.querySelector("[data-more]");
const filters = document.querySelector("[data-filters]");
filters.open = matchMedia("(min-width: 60rem)").matches;
const STEP = 10;
const chosen = {};
let found = [];
let shown = 0;
let engine;
let turn = 0;

async function load() {
  if (!engine) {
    engine = await import("../pagefind/pagefind.js");
    await engine.options({ excerptLength: 40 });
    await engine.init();
    await engine.filters();
  }
  return engine;
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// The excerpt marks what was found and escapes the rest; nothing else of it is taken as HTML.
function excerpt(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const nodes = [...parsed.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", { textContent: node.textContent }) : node.textContent);
  return make("p", {}, ...nodes);
}

async function show() {
  const current = turn;
  const part = await Promise.all(found.slice(shown, shown + STEP).map((one) => one.data()));
  if (current !== turn) return;
  const first = list.children.length;
  for (const one of part) {
    const address = new URL(one.raw_url.replace(/^\//, ""), document.baseURI).href;
    const facts = make("p", { className: "facts" }, [one.meta.column, one.meta.date].filter(Boolean).join("　"));
    list.append(make("li", {}, make("h2", {}, make("a", { href: address, textContent: one.meta.title })), excerpt(one.excerpt), facts));
  }
  shown += part.length;
  more.hidden = shown >= found.length;
  if (first > 0) list.children[first].querySelector("a").focus();
}

function offer(available) {
  const groups = Object.entries(available).map(([name, values]) => {
    const counts = Object.entries(values).filter(([value, count]) => count > 0 || chosen[name] === value);
    counts.sort(name === "年份" ? (a, b) => b[0] - a[0] : (a, b) => b[1] - a[1]);
    const buttons = counts.slice(0, 12).map(([value, count]) => {
      const button = make("button", { type: "button", textContent: `${value}（${count}）` });
      button.setAttribute("aria-pressed", String(chosen[name] === value));
      button.dataset.key = name + value;
      button.addEventListener("click", async () => {
        if (chosen[name] === value) delete chosen[name]; else chosen[name] = value;
        await search();
        filters.querySelector(`[data-key="${CSS.escape(name + value)}"]`)?.focus();
      });
      return button;
    });
    return make("fieldset", {}, make("legend", { textContent: name }), ...buttons);
  });
  filters.querySelector("[data-groups]").replaceChildren(...groups);
  filters.hidden = groups.every((group) => group.children.length < 2);
}

async function search() {
  const words = input.value.trim();
  const current = ++turn;
  if (!words) { status.textContent = ""; list.replaceChildren(); more.hidden = true; filters.hidden = true; return; }
  status.textContent = "正在搜索……";
  try {
    const pagefind = await load();
    const answer = await pagefind.search(words, { filters: chosen });
    if (current !== turn) return;
    found = answer.results;
    shown = 0;
    list.replaceChildren();
    offer(answer.filters);
    status.textContent = found.length ? `找到${found.length}条与“${words}”有关的内容` : `没有找到与“${words}”有关的内容`;
    await show();
  } catch (error) {
    status.textContent = "搜索暂时不能使用，请从网站地图或者按月归档查找。";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?q=${encodeURIComponent(input.value.trim())}`);
  search();
});
more.addEventListener("click", show);
input.value = new URLSearchParams(location.search).get("q") || "";
search();
