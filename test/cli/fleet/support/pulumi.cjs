#!/usr/bin/env node
// Stands in for the Pulumi CLI: records its calls, and behaves as the file of the stack in BEHAVIOUR says.
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const args = process.argv.slice(2);
const folder = process.env.STAND_IN;
const stack = args[args.indexOf("--stack") + 1];
const said = (text) => process.stdout.write(`${text}\n`);
const note = (event) =>
  appendFileSync(
    join(folder, "calls.jsonl"),
    `${JSON.stringify({ event, stack, at: Date.now(), pid: process.pid })}\n`,
  );
const behaviourFile = join(folder, `${stack}.txt`);
const behaviour = existsSync(behaviourFile) ? readFileSync(behaviourFile, "utf8").trim() : "succeed";
const changes = { create: 2, same: 1 };

if (args[0] === "version") {
  // Up to this version the Automation API reads events from a file.
  said("v3.200.0");
} else if (args[0] === "stack" && args[1] === "history" && args.join(" ").includes("--page-size 1 --page 1 --stack")) {
  said(JSON.stringify([{ kind: "update", startTime: 0, endTime: 0, result: "succeeded", resourceChanges: changes }]));
} else if (args[0] === "preview") {
  note("preview");
  if (behaviour === "fail") {
    process.stderr.write("error: the program threw\n");
    process.exitCode = 255;
  } else {
    const file = args[args.indexOf("--event-log") + 1];
    writeFileSync(file, `${JSON.stringify({ sequence: 1, summaryEvent: { resourceChanges: changes } })}\n`);
  }
} else if (args[0] === "up") {
  note("up");
  if (args.includes("--policy-pack")) {
    note(`pack ${args[args.indexOf("--policy-pack") + 1]}`);
  }
  if (behaviour === "fail") {
    said("Updating (x):");
    process.stderr.write("error: update failed\nerror: queue: AccessDenied\n");
    process.exitCode = 255;
  } else if (behaviour === "hang") {
    const timer = setTimeout(() => undefined, 60_000);
    process.on("SIGINT", () => {
      note("SIGINT");
      process.stderr.write("error: update canceled\n");
      clearTimeout(timer);
      process.exitCode = 1;
    });
    note("ready");
  } else if (behaviour === "crash") {
    process.kill(process.pid, "SIGKILL");
  } else if (behaviour.startsWith("until ")) {
    const wait = () => {
      if (existsSync(join(folder, behaviour.slice("until ".length)))) {
        said("written after the runner ended");
        note("done");
      } else {
        setTimeout(wait, 20);
      }
    };
    note("ready");
    wait();
  } else {
    note("done");
  }
} else {
  process.stderr.write(`error: the stand-in knows no ${args.join(" ")}\n`);
  process.exitCode = 255;
}
