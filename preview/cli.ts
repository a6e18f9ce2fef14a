#!/usr/bin/env node
import { main } from "./main";

main(process.argv.slice(2), process).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // Only a defect of the preview itself comes here, and whoever reports it needs the whole of it.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 3;
  },
);
