import assert from "node:assert/strict";
import { runPreview } from "./support/preview";

describe("a program with a task definition and an AppSpec", () => {
  it("is refused in the preview if the task definition does not map the port of the AppSpec", async () => {
    const { status, stderr } = await runPreview("dev", "--cwd", "test/fixtures/program/container-port");
    assert.equal(status, 2);
    assert.match(stderr, /DeploymentGroup web has a problem:\n/);
    assert.match(
      stderr,
      /appSpec\.Resources\[0\]\.TargetService\.Properties\.LoadBalancerInfo\.ContainerPort: is 8080, which the container web does not map: give one of 80\n/,
    );
    assert.doesNotMatch(stderr, /^\s+at /m);
  });
});
