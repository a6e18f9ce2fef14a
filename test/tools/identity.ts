import { join } from "node:path";
import { recordIdentity } from "./release/identity";
import { packageIn } from "./release/problems";

// `npm run identity`: takes today's lists for those of the last release, in a commit that breaks with them on purpose.
const root = join(__dirname, "../..");
recordIdentity(root, packageIn(root, ".").version);
