import { setFlagsFromString } from "node:v8";

// Loaded first: makes V8 optimize later. These processes end soon or wait for AWS, so that optimized code does not pay.
// V8 12 waits longer by default. Older versions would spend a fifth of the time on code that never runs.
if (Number.parseInt(process.versions.v8, 10) < 12) {
  setFlagsFromString("--interrupt-budget=600000");
}
