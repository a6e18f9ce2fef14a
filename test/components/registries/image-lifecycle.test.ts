import assert from "node:assert/strict";
import { keptWithSignatures, lifecyclePolicy } from "../../../components/registries/image-lifecycle";
import { type ImageExpiry, imageExpiryProblems } from "../../../components/registries/image-repository-args";

interface Image {
  readonly tags: readonly string[];
  readonly ageInDays: number;
}

interface Rule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: string;
    readonly tagPatternList?: readonly string[];
    readonly countType: string;
    readonly countNumber: number;
  };
}

/** The images that ECR expires: each image belongs to the first rule that selects it. */
function expired(policy: string, images: readonly Image[]): Image[] {
  const rules: Rule[] = JSON.parse(policy).rules;
  const taken = new Set<Image>();
  return rules.flatMap(({ selection: { tagStatus, tagPatternList = [], countType, countNumber } }) => {
    const selected = images
      .filter((image) => !taken.has(image))
      .filter(({ tags }) =>
        tagStatus === "untagged"
          ? tags.length === 0
          : tagPatternList.every((pattern) => tags.some((tag) => matches(pattern, tag))),
      )
      .sort((one, other) => one.ageInDays - other.ageInDays);
    for (const image of selected) {
      taken.add(image);
    }
    return countType === "imageCountMoreThan"
      ? selected.slice(countNumber)
      : selected.filter(({ ageInDays }) => ageInDays > countNumber);
  });
}

function matches(pattern: string, tag: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(tag);
}

const images: readonly Image[] = [
  { tags: ["c5"], ageInDays: 1 },
  { tags: ["c4", "latest"], ageInDays: 10 },
  { tags: [], ageInDays: 20 },
  { tags: ["c3", "keep-prod"], ageInDays: 100 },
  { tags: ["c2"], ageInDays: 200 },
  { tags: ["c1"], ageInDays: 300 },
];

describe("lifecyclePolicy", () => {
  const cases: readonly [what: string, expiry: ImageExpiry, expired: readonly string[]][] = [
    ["untagged images alone, by default", {}, ["untagged"]],
    ["all but the newest images, and no protected one", { keepImages: 2 }, ["untagged", "c1"]],
    ["no image with the tag latest, however old", { expireImagesAfterDays: 5 }, ["untagged", "c2", "c1"]],
    ["old images, and no protected one", { expireImagesAfterDays: 90 }, ["untagged", "c2", "c1"]],
    [
      "old images, and none with a tag that the settings protect",
      { expireImagesAfterDays: 5, protectedTags: ["latest", "c1"] },
      ["untagged", "c3", "c2"],
    ],
  ];
  for (const [what, expiry, names] of cases) {
    it(`expires ${what}`, () => {
      assert.deepEqual(
        expired(lifecyclePolicy(14, expiry), images).map(({ tags: [first = "untagged"] }) => first),
        names,
      );
    });
  }

  it("expires neither the image that runs nor the one before it, whatever the settings protect", () => {
    const old: readonly Image[] = [
      ...images,
      { tags: ["c0", "deployed-shop-prod"], ageInDays: 400 },
      { tags: ["b9", "deployed-shop-prod-previous"], ageInDays: 500 },
      { tags: ["b8"], ageInDays: 600 },
    ];
    for (const protectedTags of [undefined, [], ["latest"], ["deployed-*"]]) {
      const gone = expired(lifecyclePolicy(14, { keepImages: 1, ...(protectedTags && { protectedTags }) }), old);
      assert.deepEqual(
        [gone.some(({ tags }) => tags.includes("b8")), gone.filter(({ tags }) => tags.join().includes("deployed-"))],
        [true, []],
      );
    }
  });

  it("expires no signature: its image may run", () => {
    const signed: readonly Image[] = [...images, { tags: [`sha256-${"a".repeat(64)}.sig`], ageInDays: 700 }];
    for (const expiry of [{ keepImages: 1 }, { expireImagesAfterDays: 5, protectedTags: [] }]) {
      assert.equal(
        expired(lifecyclePolicy(14, expiry), signed).some(({ tags }) => tags.join().endsWith(".sig")),
        false,
      );
    }
  });

  it("keeps twice as many images beside signatures, within the limit of the setting", () => {
    assert.deepEqual([undefined, 3, 9_000].map(keptWithSignatures), [undefined, 6, 10_000]);
  });

  it("has ascending priorities, as ECR demands", () => {
    const { rules } = JSON.parse(lifecyclePolicy(14, { keepImages: 5, protectedTags: ["a", "b"] }));
    assert.deepEqual(
      rules.map(({ rulePriority }: Rule) => rulePriority),
      [1, 2, 3, 4, 5, 6],
    );
  });
});

describe("imageExpiryProblems", () => {
  it("refuses two limits at once", () => {
    assert.deepEqual(imageExpiryProblems({ keepImages: 5, expireImagesAfterDays: 90 }), [
      {
        path: "expireImagesAfterDays",
        reason: "is 90, but keepImages limits the images already: remove one of them",
      },
    ]);
  });

  it("refuses protected tags where nothing expires", () => {
    assert.deepEqual(
      imageExpiryProblems({ protectedTags: ["prod-*"] }).map(({ path }) => path),
      ["protectedTags"],
    );
  });
});
