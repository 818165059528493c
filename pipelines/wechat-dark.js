// What WeChat's dark mode does to a copy, told in our own words from its published rules:
// grounds first, then text against the ground below it; only what is written in elements counts.
(() => {
  const GROUND = [25, 25, 25], TEXT = [163, 163, 163];
  const seen = ([r, g, b]) => (r * 299 + g * 587 + b * 114) / 1000;
  const ROOM = seen(TEXT) - seen(GROUND);

  const parse = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const write = (rgb, alpha) => `rgba(${rgb.map(Math.round).join(",")},${alpha})`;
  const toHsl = ([r, g, b]) => {
    [r, g, b] = [r / 255, g / 255, b / 255];
    const max = Math.max(r, g, b), min = Math.min(r, g, b), span = max - min, l = (max + min) / 2;
    if (!span) return [0, 0, l * 100];
    const s = span / (1 - Math.abs(2 * l - 1));
    const h = max === r ? ((g - b) / span) % 6 : max === g ? (b - r) / span + 2 : (r - g) / span + 4;
    return [h * 60, s * 100, l * 100];
  };
  const toRgb = ([h, s, l]) => {
    const a = (s / 100) * Math.min(l / 100, 1 - l / 100);
    return [0, 8, 4].map((n) => {
      const k = (((n + h / 30) % 12) + 12) % 12;
      return 255 * (l / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
    });
  };
  const dimmed = (rgb, wanted) => rgb.map((part) => Math.min(255, (part * wanted) / Math.max(seen(rgb), 1)));
  const over = (rgb, alpha, below) => rgb.map((part, at) => part * alpha + below[at] * (1 - alpha));

  const ground = (rgb) => {
    const [h, s, l] = toHsl(rgb);
    if ((s === 0 && l > 40) || seen(rgb) > 250) return toRgb([0, 0, Math.min(100, 100 + 9.8 - l)]);
    if (seen(rgb) > 190) return dimmed(rgb, 190);
    return l < 22 ? toRgb([h, s, 22]) : rgb;
  };
  const text = (rgb, below) => {
    const far = Math.abs(seen(below) - seen(rgb));
    if (seen(rgb) >= 250) return rgb;
    if (far > ROOM && seen(below) <= seen(GROUND) + 2) return dimmed(rgb, ROOM + seen(below));
    if (far >= 65) return rgb;
    const [h, s, l] = toHsl(rgb);
    if (seen(below) >= 100) {
      return l > 50 ? text(toRgb([h, s, 90 - l]), below) : dimmed(rgb, Math.min(ROOM, seen(below) - 65));
    }
    return l <= 40 ? text(toRgb([h, s, 90 - l]), below) : dimmed(rgb, Math.min(ROOM, seen(below) + 65));
  };

  const walk = (node, below, inherited) => {
    let ink = inherited;
    if (node.style.backgroundColor) {
      const { rgb, alpha } = parse(node.style.backgroundColor);
      const turned = ground(rgb);
      node.style.backgroundColor = write(turned, alpha);
      below = over(turned, alpha, below);
    }
    if (node.style.color) ink = parse(node.style.color).rgb;
    node.style.color = write(text(ink, below), 1);
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      const name = `border${side}Color`;
      if (!node.style[name] || node.style[name] === "initial") continue;
      const { rgb, alpha } = parse(getComputedStyle(node)[name]);
      node.style[name] = write(text(rgb, below), alpha);
    }
    for (const child of node.children) walk(child, below, ink);
  };
  document.documentElement.style.background = write(GROUND, 1);
  document.body.style.background = write(GROUND, 1);
  for (const child of document.body.children) walk(child, GROUND, [25, 25, 25]);
})();
