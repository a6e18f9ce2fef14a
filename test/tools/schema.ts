import { writeFileSync } from "node:fs";
import { generatedFiles } from "./generated-files";

// `npm run schema`: what editors check the stack files with, and the page that lists every setting.
for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(path, text);
}
