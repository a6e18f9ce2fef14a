import assert from "node:assert/strict";
import { imageRepositoryModel, imageRepositoryProblems } from "../../../components/registries/image-repository-args";

const good = { repositoryName: "shop/web", mutableTags: ["latest"], untaggedExpireAfterDays: 1, retainOnDelete: false };
const name =
  "give 2 to 256 lowercase letters, digits or the characters . _ - in parts separated by slashes, such as shop/web";
const tag = "give one tag, or deployed-*: another pattern would make several tags mutable";

const refused: [changes: Partial<typeof good>, path: string, reason: string][] = [
  [{ repositoryName: "a" }, "repositoryName", `is "a": ${name}`],
  [{ repositoryName: "Shop" }, "repositoryName", `is "Shop": ${name}`],
  [{ repositoryName: "shop.-web" }, "repositoryName", `is "shop.-web": ${name}`],
  [{ repositoryName: "shop//web" }, "repositoryName", `is "shop//web": ${name}`],
  [{ repositoryName: "shop/" }, "repositoryName", `is "shop/": ${name}`],
  [{ mutableTags: ["*"] }, "mutableTags[0]", `is "*": ${tag}`],
  [{ mutableTags: ["-a"] }, "mutableTags[0]", `is "-a": ${tag}`],
  [
    { mutableTags: ["1", "2", "3", "4", "5", "6"] },
    "mutableTags",
    'is ["1","2","3","4","5","6"]: give at most 5 entries',
  ],
  [{ untaggedExpireAfterDays: 0 }, "untaggedExpireAfterDays", "is 0: give at least 1"],
];

describe("settings of an image repository", () => {
  it("have the name of the component and immutable tags by default", () => {
    assert.deepEqual(imageRepositoryModel("shop", { mutableTags: undefined, keepImages: 5 }), {
      repositoryName: "shop",
      mutableTags: [],
      untaggedExpireAfterDays: 14,
      retainOnDelete: false,
      keepImages: 5,
    });
  });

  for (const [changes, path, reason] of refused) {
    it(`refuse ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(imageRepositoryProblems({ ...good, ...changes }), [{ path, reason }]);
    });
  }

  it("refuse a tag of more than 128 characters", () => {
    const judge = (tag: string) => imageRepositoryProblems({ ...good, mutableTags: [tag] }).map(({ path }) => path);
    assert.deepEqual([judge("t".repeat(128)), judge("t".repeat(129))], [[], ["mutableTags[0]"]]);
  });

  it("refuse a name of more than 256 characters", () => {
    assert.deepEqual(imageRepositoryProblems({ ...good, repositoryName: "a".repeat(256) }), []);
    assert.deepEqual(
      imageRepositoryProblems({ ...good, repositoryName: "a".repeat(257) }).map(({ path }) => path),
      ["repositoryName"],
    );
  });

  for (const changes of [
    {},
    { repositoryName: "a0/b.c/d_e/f-9" },
    { mutableTags: [] },
    { mutableTags: ["v1.0", "_x"] },
  ]) {
    it(`accept ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(imageRepositoryProblems({ ...good, ...changes }), []);
    });
  }
});
