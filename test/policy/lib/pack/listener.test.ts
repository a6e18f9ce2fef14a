import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A process that listens, connects to its own port at once, and prints the order of events. */
const program = `
  const { connect } = require("node:net");
  const { listen } = require(${JSON.stringify(require.resolve("../../../../policy/lib/pack/listener"))});
  const said = [];
  const write = process.stdout.write;
  process.stdout.write = (text) => {
    said.push(/^\\d+\\n$/.test(text) ? "port" : text);
    connect(Number(text), "127.0.0.1").end("hello");
    connect(Number(text), "127.0.0.1").end("hello");
    return true;
  };
  listen(() => {
    said.push("load");
    return (connection) => connection.setEncoding("utf8").on("data", (text) => {
      said.push(text);
      if (said.filter((each) => each === "hello").length === 2) {
        write.call(process.stdout, said.join(" "));
        process.exit();
      }
    });
  });
`;

describe("the listener of the pack", () => {
  it("prints the port first, loads once, and loses no connection from before", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      "-r",
      "ts-node/register/transpile-only",
      "-e",
      program,
    ]);
    assert.equal(stdout, "port load hello hello");
  });
});
