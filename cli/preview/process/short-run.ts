import { setFlagsFromString } from "node:v8";

// Loaded ahead of all else: V8 optimizes what runs often, which pays where it runs on, and these processes end after a
// second or two. Until V8 12, which waits longer by itself, a fifth of their time would go into code that is never run.
if (Number.parseInt(process.versions.v8, 10) < 12) {
  setFlagsFromString("--interrupt-budget=600000");
}
