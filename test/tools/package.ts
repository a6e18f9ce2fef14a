import { join } from "node:path";
import { buildDocumented } from "./document-declarations";
import { stripFolder } from "./strip-comments";

// `npm run package` runs this on an empty `bin`.
const root = join(__dirname, "../..");
const project = join(root, "tsconfig.build.json");
if (buildDocumented([join(root, "policy"), project], project)) {
  stripFolder(join(root, "bin"));
} else {
  process.exitCode = 1;
}
