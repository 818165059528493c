// The texts of a page whose contrast to what lies below them is less than 4.5 to 1.
() => {
  const parse = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return [parts.slice(0, 3), parts[3] ?? 1];
  };
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (below, [rgb, alpha]) =>
    rgb.map((part, at) => part * alpha + below[at] * (1 - alpha));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walk.nextNode()) {
    if (!walk.currentNode.data.trim()) continue;
    let at = walk.currentNode.parentElement;
    const ink = light(parse(getComputedStyle(at).color)[0]);
    const grounds = [];
    for (; at; at = at.parentElement) grounds.unshift(parse(getComputedStyle(at).backgroundColor));
    const below = light(grounds.reduce(over, [255, 255, 255]));
    const ratio = (Math.max(ink, below) + 0.05) / (Math.min(ink, below) + 0.05);
    if (ratio < 4.5) low.push([walk.currentNode.data.trim().slice(0, 20), ratio.toFixed(2)]);
  }
  return low;
}
