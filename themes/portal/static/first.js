// Runs before the page is painted: what the reader chose once holds on every page.
(function () {
  var root = document.documentElement, chosen = {};
  try { chosen = JSON.parse(localStorage.getItem("portal") || "{}"); } catch (error) { /* not kept, not needed */ }
  if (location.hash === "#elder" || /(^|\/)elder\.html$/.test(location.pathname)) {
    chosen.mode = "elder";
    try { localStorage.setItem("portal", JSON.stringify(chosen)); } catch (error) { /* the same */ }
  }
  ["mode", "theme", "size", "width"].forEach(function (name) {
    if (typeof chosen[name] === "string") root.setAttribute("data-" + name, chosen[name]);
  });
})();
