import { join } from "node:path";
import { documentDeclarations } from "./document-declarations";

// `npm run package` ends with this step.
documentDeclarations(join(__dirname, "../../tsconfig.build.json"));
