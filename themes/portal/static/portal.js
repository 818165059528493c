// What needs the reader's own clock or choice. Every page reads well without it.
(function () {
  "use strict";
  var root = document.documentElement;

  function stored() {
    try { return JSON.parse(localStorage.getItem("portal") || "{}"); } catch (error) { return {}; }
  }
  function choose(name, value) {
    var chosen = stored();
    if (value) { chosen[name] = value; root.setAttribute("data-" + name, value); }
    else { delete chosen[name]; root.removeAttribute("data-" + name); }
    try { localStorage.setItem("portal", JSON.stringify(chosen)); } catch (error) { /* holds for this page */ }
  }
  function make(tag, properties, children) {
    var element = document.createElement(tag);
    Object.keys(properties || {}).forEach(function (name) {
      if (name in element) element[name] = properties[name];
      else element.setAttribute(name, properties[name]);
    });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  // Today, as it is in China.
  var parts = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", weekday: "long" }).formatToParts(new Date());
  var now = {};
  parts.forEach(function (part) { now[part.type] = part.value; });
  var today = now.year + "-" + now.month + "-" + now.day;
  var greeting = document.querySelector("[data-greeting]");
  if (greeting) greeting.textContent = Number(now.year) + "年" + Number(now.month) + "月" + Number(now.day) + "日 " + now.weekday + "　" + greeting.dataset.greeting;
  document.querySelectorAll("[data-after]").forEach(function (notice) {
    if (notice.dataset.after < today) notice.hidden = false;
  });

  // Elder mode.
  var elder = document.querySelector("[data-elder]");
  function say() { elder.textContent = root.dataset.mode === "elder" ? "退出长者模式" : "长者模式"; }
  if (elder) {
    elder.setAttribute("role", "button");
    elder.addEventListener("click", function (event) {
      event.preventDefault();
      var leaving = root.dataset.mode === "elder";
      if (location.hash === "#elder") history.replaceState(null, "", location.pathname + location.search);
      choose("mode", leaving ? "" : "elder");
      if (leaving && /(^|\/)elder\.html$/.test(location.pathname)) location.href = "index.html";
      say();
    });
    elder.addEventListener("keydown", function (event) {
      if (event.key === " ") { event.preventDefault(); elder.click(); }
    });
    say();
  }

  // Display settings.
  var choices = [
    ["theme", "配色", [["", "跟随系统"], ["light", "浅色"], ["dark", "深色"], ["contrast", "高对比度"]]],
    ["size", "字号", [["", "标准"], ["1", "大"], ["2", "较大"], ["3", "最大"]]],
    ["width", "行宽", [["narrow", "窄"], ["", "标准"], ["wide", "宽"]]]
  ];
  var place = document.querySelector("[data-settings]");
  if (place) {
    var panel = make("div", { className: "panel" }, choices.map(function (choice) {
      var buttons = choice[2].map(function (option) {
        var button = make("button", { type: "button", textContent: option[1] });
        button.addEventListener("click", function () { choose(choice[0], option[0]); press(); });
        button.dataset.value = option[0];
        return button;
      });
      function press() {
        buttons.forEach(function (button) {
          button.setAttribute("aria-pressed", String((root.getAttribute("data-" + choice[0]) || "") === button.dataset.value));
        });
      }
      press();
      return make("fieldset", {}, [make("legend", { textContent: choice[1] }), make("div", {}, buttons)]);
    }));
    var details = make("details", {}, [make("summary", { textContent: "显示设置" }), panel]);
    details.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && details.open) { details.open = false; details.querySelector("summary").focus(); }
    });
    document.addEventListener("click", function (event) { if (!details.contains(event.target)) details.open = false; });
    details.addEventListener("focusout", function (event) { if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false; });
    place.append(details);
  }

  // Beside an article: text size, line width, print.
  var reading = document.querySelector("[data-reading]");
  if (reading) {
    var steps = { size: ["", "1", "2", "3"], width: ["narrow", "", "wide"] };
    var step = function (name, by) {
      var known = steps[name], at = known.indexOf(root.getAttribute("data-" + name) || "") + by;
      choose(name, known[Math.max(0, Math.min(known.length - 1, at))]);
    };
    [["字号放大", "size", 1], ["字号缩小", "size", -1], ["行宽加大", "width", 1], ["行宽减小", "width", -1], ["打印"]].forEach(function (tool) {
      var button = make("button", { type: "button", textContent: tool[0], className: tool[1] || "" });
      button.addEventListener("click", function () { if (tool[1]) step(tool[1], tool[2]); else print(); });
      reading.append(button);
    });
  }

  // A correction names the page from which the reader comes.
  var slip = document.querySelector("[data-slip]");
  if (slip) {
    var here = location.pathname.slice(new URL(".", slip.href).pathname.length);
    slip.search = "?page=" + encodeURIComponent(here || "index.html");
  }
  var mail = document.querySelector("[data-correct]");
  var from = mail && new URLSearchParams(location.search).get("page");
  if (from && /^[\w.\/%-]+$/.test(from)) {
    var named = document.querySelector("[data-page]");
    named.lastElementChild.textContent = mail.dataset.correct + from;
    named.hidden = false;
    // The letter's first line ends in a colon and asks for the address.
    mail.href = mail.href.replace(/body=[^&]*?%EF%BC%9A/, "$&" + encodeURIComponent(mail.dataset.correct + from));
  }

  // Before leaving for a site that is not the federation's or the government's.
  if (typeof HTMLDialogElement === "function") {
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a.outside");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      var go = make("a", { className: "button", href: link.href, rel: "external noopener nofollow", textContent: "继续访问" });
      var stay = make("button", { type: "button", textContent: "留在本网站" });
      var dialog = make("dialog", { "aria-labelledby": "p-leaving" }, [
        make("h2", { id: "p-leaving", textContent: "您将离开本网站" }),
        make("p", { textContent: "即将打开" + link.hostname + "，其内容不由本网站负责。" }),
        make("p", { className: "choices" }, [go, stay])
      ]);
      stay.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("close", function () { dialog.remove(); link.focus(); });
      document.body.append(dialog);
      dialog.showModal();
    });
  }
})();
