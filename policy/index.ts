import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { listen } from "./lib/pack/listener";

// A pack ends after a second or two of work, so that optimized code does not pay. V8 12 waits longer by default.
// A preview of the dev stack by the Pulumi CLI takes 10 % less processor time.
if (Number.parseInt(process.versions.v8, 10) < 12) {
  setFlagsFromString("--interrupt-budget=600000");
}

listen(() => {
  const { connectionsTo }: typeof import("./lib/pack/server") = require("./lib/pack/server");
  const { rules }: typeof import("./rules") = require("./rules");
  const { version } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8"));
  const pack = {
    name: "aws-pipelines",
    version,
    displayName: "AWS pipelines",
    description: "Encryption and least privilege for CI/CD on AWS, judged on the first preview",
    provider: "aws",
  };
  return connectionsTo(pack, rules);
});
