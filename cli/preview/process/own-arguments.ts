import { dirname } from "node:path";

// Loaded ahead of a program or pack, as the last of the preview's modules: takes the preview's own arguments out of
// process.execArgv. The SDK decides by them, and worker threads and forked processes inherit them.
const own = `--require=${dirname(__filename)}`;
process.execArgv = process.execArgv.filter((argument) => !argument.startsWith(own));
