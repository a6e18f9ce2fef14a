import assert from "node:assert/strict";
import { type Comparison, countLine, differenceReport } from "../../../cli/report/differences";
import { plain } from "../../../cli/report/style";
import { resource } from "../preview/support/resource";

const topic = resource("aws:sns/topic:Topic", "news");
const comparison: Comparison = {
  resources: [
    {
      urn: topic.urn,
      operation: "replace",
      properties: [
        { path: "name", kind: "change", replaces: "assumed" },
        ...Array.from({ length: 9 }, (_, index) => ({ path: `tags.t${index}`, kind: "add" as const })),
      ],
    },
    { urn: resource("aws:s3/bucket:Bucket", "old").urn, operation: "delete", properties: [] },
  ],
  permissions: {
    changes: [
      {
        kind: "allowed",
        holder: "role deploy",
        actions: ["s3:PutObject"],
        resource: "arn:aws:s3:::d/*",
        conditions: ["a b c"],
      },
      {
        kind: "no longer trusted",
        holder: "account 1",
        actions: ["sts:AssumeRole"],
        resource: "role x",
        conditions: [],
      },
    ],
    notKnown: ["after: document later"],
  },
};

describe("a comparison as text", () => {
  it("has permissions first, then deletions, and counts last, within the width", () => {
    assert.equal(
      differenceReport(comparison, plain, 60),
      `Permissions
+ role deploy may now s3:PutObject on arn:aws:s3:::d/*, if a
    b c
- account 1 may no longer assume role x

Not known
  after: document later

Resources
- aws:s3:Bucket old
± aws:sns:Topic news
    name changes (replaces: assumed)
    tags.t0 is new
    tags.t1 is new
    tags.t2 is new
    tags.t3 is new
    tags.t4 is new
    tags.t5 is new
    tags.t6 is new
    and 2 more

1 permission wider, 1 permission narrower, 1 to replace, 1 to delete
`,
    );
  });

  it("says so where nothing differs", () => {
    assert.equal(countLine({ resources: [], permissions: { changes: [], notKnown: [] } }), "No difference.");
  });
});
