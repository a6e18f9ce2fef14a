import assert from "node:assert/strict";
import { Status } from "../../../cli/preview/result";
import { messages, previewFixture } from "./support/fixture";

async function failure(stack: string) {
  const result = await previewFixture("failures", { stack });
  return { status: result.status, said: messages(result) };
}

describe("a program that fails", () => {
  it("with a message meant for its user is refused, with that message alone", async () => {
    assert.deepEqual(await failure("message"), {
      status: Status.refused,
      said: [" error: picky: retention must be 1 or more days, not 0"],
    });
  });

  it("with any other error has failed, and shows its stack without colours", async () => {
    const input = await failure("input");
    assert.equal(input.status, Status.failed);
    assert.match(input.said.join(), /InputPropertyError: must be 1 or more\n {4}at /);
    const error = await failure("error");
    assert.equal(error.status, Status.failed);
    assert.match(
      error.said.join(),
      /Error: nobody expected this\n {4}at Object\.error \(.*failures\/index\.ts:\d+:\d+\)/,
    );
    assert.doesNotMatch(error.said.join(), /preview\/process/);
  });

  it("by ending or being ended early has failed", async () => {
    assert.deepEqual(await failure("status"), {
      status: Status.failed,
      said: [" error: the program ended with status 7"],
    });
    assert.deepEqual(await failure("signal"), {
      status: Status.failed,
      said: [" error: the program was ended by SIGKILL"],
    });
  });

  it("by what the engine refuses is told so in one message", async () => {
    for (const stack of ["duplicate", "late"]) {
      assert.deepEqual(await failure(stack), {
        status: Status.failed,
        said: [
          `twin error: Duplicate resource URN 'urn:pulumi:${stack}::failures::aws:s3/bucket:Bucket::twin'; try giving it a unique name`,
        ],
      });
    }
    assert.deepEqual(await failure("hook"), {
      status: Status.failed,
      said: ["hooked error: hook 'broken' failed: the hook broke"],
    });
    assert.deepEqual(await failure("disabled"), {
      status: Status.failed,
      said: ['bucket error: the default provider of package "aws" is disabled: name an explicit provider'],
    });
  });
});
