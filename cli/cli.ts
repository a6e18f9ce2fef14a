#!/usr/bin/env node
import "./preview/process/short-run";
import "./preview/process/own-code";
import "./preview/process/late-parts";
import "./preview/process/quick-structs";
import { main } from "./main";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  // Child processes must not outlive the command.
  process.once(signal, () => interruption.abort());
}

const { stdin, stdout, stderr, env } = process;
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // EPIPE means that the reader of the output has ended, as `head` does. Every other error is reported.
    if (error.code !== "EPIPE") {
      throw error;
    }
  });
}
main(process.argv.slice(2), { stdin, stdout, stderr, env, signal: interruption.signal }).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // Only a defect of the command reaches this line. A report of the defect needs the whole stack trace.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 3;
  },
);
