import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listen } from "./lib/pack/listener";

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
