import { join } from "node:path";
import { documentDeclarations } from "./document-declarations";

// The last step before the package is packed.
documentDeclarations(join(__dirname, "../../tsconfig.build.json"));
