import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pictures } from "./pictures.mjs";

// Writes one page per picture into the folder given.

const folder = process.argv[2];
if (!folder) {
  console.error("Give the folder for the pages: node make.mjs FOLDER");
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
for (const [name, html] of Object.entries(pictures)) {
  writeFileSync(join(folder, `${name}.html`), html);
}
console.log(`${Object.keys(pictures).length} pages in ${folder}`);
