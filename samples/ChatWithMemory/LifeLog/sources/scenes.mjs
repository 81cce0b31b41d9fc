import { page, scatter } from "./page.mjs";

// Drawn scenes: one function each, plain SVG.

const scene = (content, defs = "") => page(`<svg width="960" height="720" viewBox="0 0 960 720"><defs>${defs}</defs>${content}</svg>`);
const sky = (id, ...stops) => `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.map(([at, color]) => `<stop offset="${at}" stop-color="${color}"/>`).join("")}</linearGradient>`;
const full = fill => `<rect width="960" height="720" fill="${fill}"/>`;
const tree = (x, y, s, color) => `<path d="M${x} ${y - 120 * s} l${40 * s} ${70 * s} h${-18 * s} l${32 * s} ${60 * s} h${-108 * s} l${32 * s} ${-60 * s} h${-18 * s} z" fill="${color}"/><rect x="${x - 6 * s}" y="${y + 8 * s}" width="${12 * s}" height="${24 * s}" fill="#5b4030"/>`;
const cloud = (x, y, s) => `<g fill="#fff" opacity=".9"><ellipse cx="${x}" cy="${y}" rx="${60 * s}" ry="${22 * s}"/><ellipse cx="${x - 24 * s}" cy="${y - 14 * s}" rx="${28 * s}" ry="${22 * s}"/><ellipse cx="${x + 18 * s}" cy="${y - 20 * s}" rx="${34 * s}" ry="${26 * s}"/></g>`;

export const beach = ({ sun = 620, sail = 250 }) => scene(`${full("url(#s)")}
<circle cx="${sun}" cy="300" r="62" fill="#fff1c1"/><circle cx="${sun}" cy="300" r="110" fill="#fff1c1" opacity=".25"/>
<rect y="340" width="960" height="190" fill="url(#w)"/>
${scatter(7, 26, r => `<rect x="${sun - 120 + r() * 240}" y="${350 + r() * 150}" width="${30 + r() * 60}" height="3" rx="2" fill="#ffe3a3" opacity=".7"/>`)}
<path d="M${sail} 400 l0 -90 l54 90 z" fill="#fff"/><path d="M${sail - 6} 400 l0 -70 l-34 70 z" fill="#f3d9d0"/><path d="M${sail - 46} 404 h110 l-18 20 h-76 z" fill="#7a3e2b"/>
<path d="M0 520 Q240 490 480 522 T960 510 V720 H0 z" fill="#e9cf9b"/><path d="M0 520 Q240 490 480 522 T960 510 v14 Q720 536 480 538 T0 536 z" fill="#fff" opacity=".7"/>
<g transform="translate(700 600)"><path d="M0 -120 q-110 10 -120 70 h240 q-10 -60 -120 -70" fill="#d9483b"/><path d="M0 -120 q-40 10 -44 70 h88 q-4 -60 -44 -70" fill="#f7efe2"/><rect x="-3" y="-120" width="6" height="150" fill="#6b4a2f"/></g>
<rect x="560" y="640" width="130" height="36" rx="6" fill="#3a86b7" transform="rotate(-6 600 650)"/>
${scatter(3, 40, r => `<circle cx="${r() * 960}" cy="${550 + r() * 160}" r="${1 + r() * 2}" fill="#b9975e"/>`)}`,
  sky("s", [0, "#3b4f8f"], [.45, "#e8835f"], [.62, "#ffd08a"]) + sky("w", [0, "#d9825f"], [1, "#2f6f8f"]));

export const mountainLake = () => scene(`${full("url(#s)")}${cloud(180, 120, 1)}${cloud(760, 90, .8)}
<path d="M0 430 L180 210 L300 340 L470 130 L650 350 L780 230 L960 420 V470 H0 z" fill="#6f7f99"/>
<path d="M470 130 L410 205 L450 230 L480 200 L520 235 L545 222 z M180 210 L145 253 L185 262 L212 245 z M780 230 L745 266 L785 280 L815 262 z" fill="#fff"/>
<path d="M0 450 L220 330 L420 450 L640 350 L960 460 V480 H0 z" fill="#4b6b57"/>
<rect y="470" width="960" height="170" fill="url(#w)"/><path d="M200 470 L330 560 L470 620 L560 560 L650 470 z" fill="#5c6d88" opacity=".35"/>
${scatter(11, 18, r => `<rect x="${r() * 900}" y="${485 + r() * 140}" width="${40 + r() * 80}" height="2" fill="#fff" opacity=".5"/>`)}
<path d="M0 630 Q300 600 520 640 T960 620 V720 H0 z" fill="#58764a"/>${[60, 140, 230, 790, 870, 930].map((x, i) => tree(x, 610 + (i % 2) * 30, 1.1, "#2f5238")).join("")}
<g transform="translate(520 640)"><rect x="-8" y="-46" width="16" height="36" rx="6" fill="#d1493f"/><circle cx="0" cy="-56" r="10" fill="#e2b48f"/><rect x="8" y="-46" width="12" height="24" rx="4" fill="#2d5d8a"/><path d="M-5 -12 v26 M5 -12 v26" stroke="#333" stroke-width="6"/></g>`,
  sky("s", [0, "#6fb1e4"], [.6, "#d8ecf7"]) + sky("w", [0, "#8db9d6"], [1, "#2f6d8b"]));

export const dogInPark = ({ ball = 640 }) => scene(`${full("#a9d6ee")}${cloud(220, 110, 1.1)}${cloud(690, 80, .9)}
<path d="M0 380 Q240 320 500 370 T960 350 V720 H0 z" fill="#8cc06b"/><path d="M0 470 Q320 430 620 480 T960 460 V720 H0 z" fill="#6fab52"/>
${[90, 190, 800, 890].map((x, i) => `<rect x="${x - 10}" y="${290 + i % 2 * 20}" width="20" height="110" fill="#6a4a34"/><circle cx="${x}" cy="${270 + i % 2 * 20}" r="70" fill="${i % 2 ? "#4c8c43" : "#5c9c4a"}"/><circle cx="${x + 34}" cy="${300 + i % 2 * 20}" r="46" fill="#519446"/>`).join("")}
<g transform="translate(120 420)"><rect width="170" height="12" fill="#7b5132"/><rect y="-34" width="170" height="10" fill="#7b5132"/><rect x="12" y="-34" width="8" height="84" fill="#4b4b4b"/><rect x="150" y="-34" width="8" height="84" fill="#4b4b4b"/></g>
<g transform="translate(400 520)"><ellipse cx="10" cy="130" rx="150" ry="16" fill="#4f8a3c" opacity=".6"/>
<rect x="-70" y="50" width="20" height="80" rx="9" fill="#3a2a22"/><rect x="-30" y="54" width="20" height="76" rx="9" fill="#4a372d"/><rect x="60" y="50" width="20" height="80" rx="9" fill="#3a2a22"/><rect x="92" y="46" width="20" height="84" rx="9" fill="#4a372d"/>
<rect x="-86" y="-10" width="206" height="84" rx="42" fill="#4a372d"/><path d="M-80 6 q-56 -40 -46 -76" stroke="#4a372d" stroke-width="18" fill="none" stroke-linecap="round"/>
<circle cx="138" cy="-36" r="52" fill="#4a372d"/><rect x="160" y="-36" width="62" height="34" rx="17" fill="#6c5140"/><circle cx="218" cy="-26" r="9" fill="#1a1a1a"/><path d="M104 -76 q-30 20 -16 66 q24 -4 30 -40 z" fill="#33251e"/><circle cx="152" cy="-48" r="7" fill="#fff"/><circle cx="154" cy="-48" r="4" fill="#111"/><path d="M188 -4 q10 30 22 4 z" fill="#e2707c"/><rect x="92" y="0" width="64" height="12" rx="6" fill="#d23c3c" transform="rotate(24 120 6)"/></g>
<circle cx="${ball + 60}" cy="600" r="26" fill="#e7d34a"/><path d="M${ball + 36} 592 q24 18 48 0" stroke="#fff" stroke-width="4" fill="none"/>
${scatter(5, 60, r => `<circle cx="${r() * 960}" cy="${500 + r() * 210}" r="3" fill="${r() > .5 ? "#fff" : "#f2d24b"}"/>`)}`);

export const kitchenBread = () => scene(`${full("#e8dcc8")}
${Array.from({ length: 60 }, (_, i) => `<rect x="${(i % 12) * 80 + 2}" y="${Math.floor(i / 12) * 62 + 2}" width="76" height="58" fill="#f3ece0"/>`).join("")}
<rect x="560" y="40" width="320" height="230" fill="#bfe0ee" stroke="#8a6a4a" stroke-width="14"/><path d="M720 40 v230 M560 155 h320" stroke="#8a6a4a" stroke-width="8"/><circle cx="640" cy="210" r="40" fill="#7fb069"/><circle cx="820" cy="230" r="54" fill="#6a9f57"/>
<rect x="60" y="70" width="380" height="14" fill="#7c5536"/>${[90, 160, 230, 310, 380].map((x, i) => `<rect x="${x}" y="${20 + i % 2 * 8}" width="44" height="${50 - i % 2 * 8}" rx="6" fill="${["#c0563f", "#e0b050", "#5a7f8c", "#8fae64", "#b57a9a"][i]}"/>`).join("")}
<rect y="430" width="960" height="60" fill="#a9784d"/><rect y="490" width="960" height="230" fill="#6f8f93"/>${[40, 280, 520, 760].map(x => `<rect x="${x}" y="520" width="180" height="180" rx="6" fill="#7d9ea2" stroke="#5e7c80" stroke-width="4"/><circle cx="${x + 160}" cy="600" r="7" fill="#e6d8b8"/>`).join("")}
<rect x="210" y="404" width="400" height="28" rx="8" fill="#d9b27c"/><ellipse cx="400" cy="360" rx="150" ry="68" fill="#b5713a"/><ellipse cx="400" cy="348" rx="140" ry="54" fill="#cf8f4d"/><path d="M310 330 q30 -24 60 0 M370 322 q34 -26 68 0 M440 330 q30 -22 56 2" stroke="#f0d3a0" stroke-width="9" fill="none" stroke-linecap="round"/>
<path d="M640 420 l180 -26 l4 12 l-150 26 z" fill="#d7dde0"/><rect x="600" y="414" width="60" height="16" rx="6" fill="#3b3b3b" transform="rotate(-4 620 420)"/>
<g transform="translate(120 330)"><path d="M0 0 h70 l-8 100 h-54 z" fill="#e9eef0"/><path d="M70 20 q40 4 26 50 h-30" stroke="#e9eef0" stroke-width="10" fill="none"/><path d="M20 -20 q10 -20 0 -40 M44 -20 q10 -20 0 -40" stroke="#fff" stroke-width="6" fill="none" opacity=".8"/></g>
${scatter(9, 40, r => `<circle cx="${240 + r() * 340}" cy="${420 + r() * 14}" r="2.5" fill="#fff4dc"/>`)}`);

export const nightCity = () => scene(`${full("url(#s)")}<circle cx="760" cy="120" r="48" fill="#f4f1da"/><circle cx="742" cy="108" r="44" fill="#1a2350"/>
${scatter(2, 90, r => `<circle cx="${r() * 960}" cy="${r() * 280}" r="${.6 + r() * 1.6}" fill="#fff"/>`)}
${scatter(21, 15, (r, i) => { const h = 180 + r() * 260, x = i * 66 - 10; return `<rect x="${x}" y="${560 - h}" width="60" height="${h}" fill="${["#20284f", "#2b3262", "#181f42"][i % 3]}"/>` + Array.from({ length: Math.floor(h / 26) * 3 }, (_, k) => r() > .42 ? `<rect x="${x + 8 + (k % 3) * 17}" y="${560 - h + 12 + Math.floor(k / 3) * 25}" width="10" height="13" fill="${r() > .3 ? "#ffd878" : "#9fd0ff"}"/>` : "").join(""); })}
<rect y="556" width="960" height="164" fill="#0b1029"/><path d="M0 600 h960" stroke="#39406b" stroke-width="12"/>
${scatter(31, 60, r => `<rect x="${r() * 960}" y="${610 + r() * 100}" width="${8 + r() * 40}" height="3" fill="${["#ffd878", "#ff7d6b", "#9fd0ff"][Math.floor(r() * 3)]}" opacity=".7"/>`)}
<path d="M60 600 Q260 420 480 600 Q700 420 900 600" stroke="#8890c4" stroke-width="6" fill="none"/>${Array.from({ length: 20 }, (_, i) => `<circle cx="${60 + i * 44}" cy="596" r="4" fill="#ffe9a8"/>`).join("")}`,
  sky("s", [0, "#0c1233"], [1, "#3a2f66"]));

export const redCar = () => scene(`${full("url(#s)")}${cloud(300, 100, 1)}<rect y="300" width="960" height="120" fill="#3f8fb5"/>
${scatter(14, 20, r => `<rect x="${r() * 960}" y="${310 + r() * 90}" width="40" height="2" fill="#fff" opacity=".5"/>`)}
<path d="M0 260 Q120 200 260 300 L300 420 H0 z" fill="#7d8d63"/><path d="M0 400 H960 V480 H0 z" fill="#9aa36b"/><rect y="470" width="960" height="250" fill="#5b5f66"/>${[40, 240, 440, 640, 840].map(x => `<rect x="${x}" y="650" width="110" height="12" fill="#f1f1f1"/>`).join("")}
<path d="M0 446 H960" stroke="#dfe3e6" stroke-width="10"/>${Array.from({ length: 13 }, (_, i) => `<rect x="${i * 80}" y="440" width="10" height="40" fill="#c7ccd1"/>`).join("")}
<ellipse cx="490" cy="630" rx="270" ry="20" fill="#3b3e43"/><path d="M230 590 q0 -58 70 -66 l60 -8 q60 -76 130 -76 h90 q60 0 110 78 q90 8 90 52 v26 q0 14 -16 14 H250 q-20 0 -20 -20 z" fill="#cf2430"/>
<path d="M386 516 q44 -54 98 -56 h24 v56 z M526 460 h50 q44 4 76 56 h-126 z" fill="#cfe9f5"/><path d="M230 566 h550" stroke="#a31621" stroke-width="6"/><circle cx="340" cy="610" r="50" fill="#222"/><circle cx="340" cy="610" r="24" fill="#c9ced3"/><circle cx="670" cy="610" r="50" fill="#222"/><circle cx="670" cy="610" r="24" fill="#c9ced3"/><rect x="754" y="548" width="28" height="18" rx="6" fill="#ffe9a0"/><rect x="524" y="536" width="34" height="8" rx="4" fill="#7d0f18"/>`,
  sky("s", [0, "#78b8e6"], [1, "#e4f2fa"]));

export const catOnSill = () => scene(`${full("#cdb9a4")}<rect x="140" y="50" width="680" height="480" fill="#dfeef6" stroke="#f7f3ec" stroke-width="26"/><path d="M480 50 v480" stroke="#f7f3ec" stroke-width="18"/>
${scatter(44, 70, r => `<path d="M${160 + r() * 640} ${70 + r() * 440} l-4 18" stroke="#8fb3c7" stroke-width="3"/>`)}<path d="M150 430 q160 -60 320 0 t340 -10 v110 h-660 z" fill="#9bb08a"/>
<rect x="90" y="530" width="780" height="40" fill="#f7f3ec"/><rect y="570" width="960" height="150" fill="#b29a82"/>
<g transform="translate(360 530)"><path d="M-90 0 q-10 -130 70 -150 q90 -20 120 60 q20 60 10 90 z" fill="#e08e3c"/><path d="M100 -4 q110 10 130 -60" stroke="#e08e3c" stroke-width="24" fill="none" stroke-linecap="round"/><circle cx="-40" cy="-160" r="56" fill="#e08e3c"/><path d="M-88 -180 l4 -60 l40 30 z M8 -182 l-2 -58 l-40 28 z" fill="#e08e3c"/><path d="M-60 -164 q8 8 16 0 M-28 -164 q8 8 16 0" stroke="#3a2a1a" stroke-width="5" fill="none"/><path d="M-42 -146 l6 6 l6 -6 z" fill="#c4576a"/><path d="M-30 -80 q40 -10 80 6 M-20 -50 q50 -10 90 6" stroke="#b9692a" stroke-width="10" fill="none"/></g>
<g transform="translate(700 530)"><path d="M-40 0 l10 -70 h60 l10 70 z" fill="#b5533c"/><path d="M0 -70 q-50 -60 -20 -110 q20 50 20 110 q0 -80 50 -100 q0 70 -50 100" fill="#4f8a4d"/></g>`);

export const birthdayCake = () => scene(`${full("#f6e3e6")}${scatter(8, 50, r => `<rect x="${r() * 960}" y="${r() * 420}" width="14" height="7" rx="3" transform="rotate(${r() * 180})" fill="${["#e8a", "#6bc", "#fc6", "#9c7"][Math.floor(r() * 4)]}"/>`)}
${[[130, 160, "#e2556b"], [230, 110, "#4a90c2"], [760, 120, "#f0b541"], [860, 180, "#6fae5c"]].map(([x, y, c]) => `<ellipse cx="${x}" cy="${y}" rx="50" ry="62" fill="${c}"/><path d="M${x} ${y + 62} q20 80 -10 170" stroke="#999" stroke-width="2" fill="none"/>`).join("")}
<rect y="560" width="960" height="160" fill="#a77b55"/><ellipse cx="480" cy="600" rx="290" ry="36" fill="#fff"/><rect x="250" y="440" width="460" height="150" rx="20" fill="#fff5e6"/><path d="M250 470 q40 60 76 0 q40 60 78 0 q40 60 76 0 q40 60 78 0 q40 60 76 0 q40 50 76 0 v-20 q0 -20 -20 -20 h-420 q-20 0 -20 20 z" fill="#e58aa0"/><rect x="330" y="340" width="300" height="110" rx="18" fill="#8a5a3c"/><path d="M330 366 q30 40 60 0 q30 40 60 0 q30 40 60 0 q30 40 60 0 q30 40 60 0 v-10 q0 -16 -18 -16 h-264 q-18 0 -18 16 z" fill="#f7e2c8"/>
${[370, 414, 458, 502, 546, 590].map((x, i) => `<rect x="${x - 6}" y="270" width="12" height="72" rx="4" fill="${["#4a90c2", "#e2556b", "#f0b541"][i % 3]}"/><path d="M${x} 236 q16 22 0 34 q-16 -12 0 -34" fill="#ffb52e"/>`).join("")}`);

export const snowForest = () => scene(`${full("url(#s)")}${Array.from({ length: 16 }, (_, i) => tree(i * 66 - 10, 430 + (i * 37) % 60, 1.6, i % 2 ? "#49656b" : "#3c565c")).join("")}
<path d="M0 470 Q260 430 480 480 T960 460 V720 H0 z" fill="#f4f8fb"/><path d="M430 720 Q520 600 470 480 h40 Q600 600 580 720 z" fill="#d7e3ea"/>${Array.from({ length: 5 }, (_, i) => tree([70, 200, 740, 850, 930][i], 620 + (i % 3) * 20, 1.9, "#2c4a45")).join("")}
<g transform="translate(510 610)"><path d="M-60 40 h120 q14 0 10 -16" stroke="#8a5a3c" stroke-width="9" fill="none"/><rect x="-44" y="6" width="88" height="10" fill="#b07a4d"/><circle cx="0" cy="-44" r="15" fill="#e7bd9b"/><path d="M-18 -46 q18 -36 36 0 z" fill="#d23c5a"/><rect x="-16" y="-30" width="32" height="38" rx="10" fill="#3f7fbf"/></g>
${scatter(61, 160, r => `<circle cx="${r() * 960}" cy="${r() * 720}" r="${1 + r() * 3}" fill="#fff" opacity=".9"/>`)}`, sky("s", [0, "#9fb4c6"], [1, "#e3ebf1"]));

export const tram = () => scene(`${full("url(#s)")}${[["#e9c46a", 0, 190], ["#f0e4d0", 190, 170], ["#d98c73", 360, 190], ["#9cc3c9", 550, 190], ["#efe0c8", 740, 220]].map(([c, x, w], i) => `<rect x="${x}" y="${110 + (i % 3) * 24}" width="${w}" height="470" fill="${c}"/>` + [0, 1, 2].map(k => [0, 1].map(j => `<rect x="${x + 24 + j * (w / 2 - 6)}" y="${150 + (i % 3) * 24 + k * 120}" width="44" height="70" fill="#5b7384" stroke="#fff" stroke-width="5"/>`).join("")).join("")).join("")}
<path d="M0 560 H960 V720 H0 z" fill="#8d8880"/>${scatter(71, 120, r => `<rect x="${r() * 960}" y="${570 + r() * 150}" width="24" height="8" rx="3" fill="#7b766f"/>`)}<path d="M0 640 H960 M0 690 H960" stroke="#4d4a46" stroke-width="7"/>
<rect x="250" y="330" width="440" height="270" rx="24" fill="#f4c430"/><rect x="250" y="500" width="440" height="100" fill="#fbf7ea"/><rect x="276" y="370" width="388" height="110" rx="8" fill="#c9e2ee"/>${[360, 460, 560].map(x => `<path d="M${x} 370 v110" stroke="#f4c430" stroke-width="12"/>`).join("")}<rect x="400" y="342" width="140" height="24" fill="#222"/><text x="470" y="361" text-anchor="middle" font-size="18" fill="#ffd54a" font-family="DejaVu Sans">28 Prazeres</text><circle cx="470" cy="545" r="20" fill="#fff3b0" stroke="#999" stroke-width="4"/><circle cx="340" cy="610" r="28" fill="#333"/><circle cx="600" cy="610" r="28" fill="#333"/><path d="M470 330 L520 240 M0 236 H960" stroke="#333" stroke-width="4"/>`, sky("s", [0, "#5fa8dd"], [1, "#dff0fa"]));
