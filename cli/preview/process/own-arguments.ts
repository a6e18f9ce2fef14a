import { dirname } from "node:path";
import { HEAP_GROWTH } from "./heap-growth";

// Loaded ahead of a program or pack, after the preview's other modules: removes the preview's arguments from
// process.execArgv. The SDK's decisions depend on them, and worker threads and forked processes inherit them.
const own = `--require=${dirname(__filename)}`;
process.execArgv = process.execArgv.filter((argument) => argument !== HEAP_GROWTH && !argument.startsWith(own));
