// The frame of every picture: a page of 960 x 720 with the fonts that Debian has.

export const page = (body, css = "", background = "#eceff4") => `<!doctype html>
<html><head><meta charset="utf-8"><style>
* { box-sizing: border-box; margin: 0; padding: 0 }
html, body { width: 960px; height: 720px; overflow: hidden }
body { font: 16px/1.45 "DejaVu Sans", sans-serif; color: #20242c; background: ${background} }
.mono { font-family: "DejaVu Sans Mono", monospace }
.serif { font-family: "DejaVu Serif", serif }
${css}
</style></head><body>${body}</body></html>`;

export const escape = text => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// The same seed gives the same scatter, so that rendering again gives the same pictures.
export const scatter = (seed, count, make) => {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  return Array.from({ length: count }, (_, i) => make(next, i)).join("");
};
