import assert from "node:assert/strict";
import { sourcesOf } from "../../../cli/insight/sources";
import type { PropertyMap } from "../../../cli/preview/base/property-value";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";
import { action, pipeline } from "./programs";

const withSource = (provider: string, configuration: PropertyMap, more: PropertyMap = {}) =>
  pipeline("shop", [{ name: "Source", actions: [action("S", provider, { category: "Source", configuration })] }], more);

describe("the sources of a pipeline", () => {
  it("name repository, branch and detection by provider", () => {
    const connection = { FullRepositoryId: "acme/shop", BranchName: "main" };
    const github = { Owner: "acme", Repo: "shop", Branch: "main" };
    const cases: [string, PropertyMap, object][] = [
      [
        "CodeStarSourceConnection",
        connection,
        { repository: "acme/shop", branch: "main", location: "acme/shop, branch main", detection: "push" },
      ],
      [
        "CodeStarSourceConnection",
        { ...connection, DetectChanges: "false" },
        { repository: "acme/shop", branch: "main", location: "acme/shop, branch main", detection: "none" },
      ],
      [
        "CodeCommit",
        { RepositoryName: "shop", BranchName: "main" },
        { repository: "shop", branch: "main", location: "shop, branch main", detection: "poll" },
      ],
      [
        "GitHub",
        github,
        { repository: "acme/shop", branch: "main", location: "acme/shop, branch main", detection: "poll" },
      ],
      ["S3", { S3Bucket: "in", PollForSourceChanges: "False" }, { location: "in", detection: "none" }],
      ["ECR", { RepositoryName: "shop" }, { location: "S", detection: "none" }],
    ];
    for (const [provider, configuration, expected] of cases) {
      const subject = withSource(provider, configuration);
      assert.deepEqual(sourcesOf(subject, [subject]), [{ name: "S", ...expected }], provider);
    }
  });

  it("leave changes to triggers and to webhooks where the pipeline has them", () => {
    const triggered = withSource("CodeStarSourceConnection", {}, { triggers: [{ providerType: "x" }] });
    assert.equal(sourcesOf(triggered, [])[0]?.detection, "none");
    const github = withSource("GitHub", { PollForSourceChanges: "false" });
    const hook = resource("aws:codepipeline/webhook:Webhook", "hook", {
      propertyDependencies: { targetPipeline: [github.urn] },
    });
    assert.deepEqual(sourcesOf(github, [hook])[0]?.detection, "webhook");
  });

  it("show unknown names as such", () => {
    const subject = withSource("CodeStarSourceConnection", { FullRepositoryId: UNKNOWN });
    assert.equal(sourcesOf(subject, [])[0]?.location, "[unknown], branch [unknown]");
  });
});
