import { join } from "node:path";
import { recordIdentity } from "./release/identity";
import { packageIn } from "./release/problems";

// `npm run identity` records the current lists as those of the last release, for a commit that breaks them on purpose.
const root = join(__dirname, "../..");
recordIdentity(root, packageIn(root, ".").version);
