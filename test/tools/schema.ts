import { writeFileSync } from "node:fs";
import { generatedFiles } from "./generated-files";

// `npm run schema` writes the schemas for editors, and the pages of settings and actions.
for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(path, text);
}
