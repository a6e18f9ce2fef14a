import { join } from "node:path";
import { documentDeclarations } from "./document-declarations";
import { stripFolder } from "./strip-comments";

// `npm run package` ends with this step.
documentDeclarations(join(__dirname, "../../tsconfig.build.json"));
stripFolder(join(__dirname, "../../bin"));
