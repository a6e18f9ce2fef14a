import assert from "node:assert/strict";
import { readyPack } from "../../../../cli/preview/analysis/ready-pack";

describe("a started policy pack", () => {
  it("must answer as a policy pack", async () => {
    const unavailable = { directory: "/pack", address: Promise.resolve("127.0.0.1:1"), running: {} };
    const context = {
      project: "shop",
      organization: "a",
      stack: "dev",
      engineAddress: "",
      config: { values: new Map(), secretKeys: [] },
    };
    await assert.rejects(
      readyPack(
        unavailable as unknown as Parameters<typeof readyPack>[0],
        context as unknown as Parameters<typeof readyPack>[1],
        undefined,
        new Map(),
      ),
      {
        name: "PreviewError",
        message: /^policy pack \/pack does not answer as a policy pack: .* It must create one PolicyPack/,
      },
    );
  });
});
