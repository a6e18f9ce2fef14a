import assert from "node:assert/strict";
import { rolePolicies, rolePolicyProblems } from "../../../components/iam/role-policies";
import { policyDocument, type Statement } from "../../../components/iam/statement";

const inlineLimit = 10_240;
const managedLimit = 6_144;

/** A statement whose document alone has exactly this many characters. */
function ofSize(sid: string, size: number): Statement {
  const statement = (resource: string): Statement => ({
    Sid: sid,
    Effect: "Allow",
    Action: ["s3:GetObject"],
    Resource: [resource],
  });
  return statement("x".repeat(size - policyDocument([statement("")]).length));
}

function small(sid: string, resource = "a"): Statement {
  return { Sid: sid, Effect: "Allow", Action: ["s3:GetObject"], Resource: [resource] };
}

function statementsOf(document: string | undefined): Statement[] {
  return document === undefined ? [] : JSON.parse(document).Statement;
}

describe("rolePolicies", () => {
  it("makes no document where nothing is granted", () => {
    assert.deepEqual(rolePolicies([]), { managed: {} });
  });

  it("keeps what fits inline, in the order given", () => {
    const statements = [small("Second"), small("First")];
    assert.deepEqual(rolePolicies(statements), { inline: policyDocument(statements), managed: {} });
  });

  it("fills the inline document to its last character", () => {
    const whole = ofSize("Whole", inlineLimit);
    assert.deepEqual(rolePolicies([whole]), { inline: policyDocument([whole]), managed: {} });
    assert.equal(policyDocument([whole]).length, inlineLimit);
  });

  it("moves what is one character too long to a managed policy", () => {
    const first = ofSize("First", inlineLimit - policyDocument([small("Next")]).length + policyDocument([]).length - 1);
    const next = small("Next");
    assert.equal(policyDocument([first, next]).length, inlineLimit);
    assert.deepEqual(rolePolicies([first, next]).managed, {});
    const longer = small("Next", "aa");
    assert.deepEqual(rolePolicies([first, longer]), {
      inline: policyDocument([first]),
      managed: { Next: policyDocument([longer]) },
    });
  });

  it("counts the inline policies that the role has already", () => {
    const held = {
      inline: policyDocument([ofSize("Held", inlineLimit - policyDocument([small("Next")]).length)]),
      managed: {},
    };
    assert.deepEqual(rolePolicies([small("Next")], false, [held]), {
      inline: policyDocument([small("Next")]),
      managed: {},
    });
    assert.deepEqual(rolePolicies([small("Next", "aa")], false, [held]), {
      managed: { Next: policyDocument([small("Next", "aa")]) },
    });
  });

  it("fills a managed policy to its last character, and names each after its first statement", () => {
    const inline = ofSize("Inline", inlineLimit);
    const filling = ofSize(
      "Filling",
      managedLimit - policyDocument([small("Last")]).length + policyDocument([]).length - 1,
    );
    const last = small("Last");
    assert.equal(policyDocument([filling, last]).length, managedLimit);
    assert.deepEqual(rolePolicies([inline, filling, last, small("More")]), {
      inline: policyDocument([inline]),
      managed: { Filling: policyDocument([filling, last]), More: policyDocument([small("More")]) },
    });
  });

  it("splits a statement with more resources than one policy takes, and loses none of them", () => {
    const resources = Array.from({ length: 300 }, (_, index) => `arn:aws:iam::111122223333:role/action-role-${index}`);
    const assume: Statement = { Sid: "Assume", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: resources };
    const { inline, managed } = rolePolicies([assume]);
    const statements = [inline, ...Object.values(managed)].flatMap(statementsOf);
    assert.deepEqual(
      statements.flatMap(({ Resource }) => Resource ?? []),
      resources,
    );
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      ["Assume", "Assume2", "Assume3", "Assume4"],
    );
    assert.deepEqual(rolePolicyProblems("", rolePolicies([assume])), []);
  });

  it("states identical statements once", () => {
    assert.deepEqual(rolePolicies([small("A"), small("B"), small("A")]), {
      inline: policyDocument([small("A"), small("B")]),
      managed: {},
    });
  });

  it("tells statements of one name apart by a number", () => {
    const { inline } = rolePolicies([small("A", "1"), small("A", "2"), small("B"), small("A", "3")]);
    assert.deepEqual(
      statementsOf(inline).map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["A", ["1"]],
        ["A2", ["2"]],
        ["B", ["a"]],
        ["A3", ["3"]],
      ],
    );
  });

  it("gives no statement a name that another was given", () => {
    const { inline } = rolePolicies([small("A", "1"), small("A", "2"), small("A2"), small("A", "3")]);
    assert.deepEqual(
      statementsOf(inline).map(({ Sid }) => Sid),
      ["A", "A3", "A2", "A4"],
    );
  });
});

describe("rolePolicyProblems", () => {
  it("counts the managed policies that a role holds besides", () => {
    assert.deepEqual(rolePolicyProblems("Deploy/Web", rolePolicies([small("A")]), 10), []);
    assert.deepEqual(rolePolicyProblems("Deploy/Web", rolePolicies([ofSize("A", inlineLimit), small("B")]), 10), [
      {
        path: "Deploy/Web",
        reason: "fill 11 managed policies, and a role takes 10: grant fewer statements or resources",
      },
    ]);
  });

  it("accepts ten managed policies beside the inline one", () => {
    const statements = [
      ofSize("Inline", inlineLimit),
      ...Array.from({ length: 10 }, (_, n) => ofSize(`M${n}`, managedLimit)),
    ];
    assert.equal(Object.keys(rolePolicies(statements).managed).length, 10);
    assert.deepEqual(rolePolicyProblems("permissions", rolePolicies(statements)), []);
  });

  it("refuses characters that IAM takes in no policy", () => {
    assert.deepEqual(rolePolicyProblems("permissions", rolePolicies([small("A", "größe")])), []);
    assert.deepEqual(rolePolicyProblems("permissions", rolePolicies([small("A", "日本")])), [
      { path: "permissions", reason: 'hold the character "日": IAM takes characters up to U+00FF in policies' },
    ]);
  });

  it("refuses an eleventh managed policy", () => {
    const statements = [
      ofSize("Inline", inlineLimit),
      ...Array.from({ length: 11 }, (_, n) => ofSize(`M${n}`, managedLimit)),
    ];
    assert.deepEqual(rolePolicyProblems("permissions", rolePolicies(statements)), [
      {
        path: "permissions",
        reason: "fill 11 managed policies, and a role takes 10: grant fewer statements or resources",
      },
    ]);
  });

  it("refuses a statement that fits nowhere", () => {
    assert.deepEqual(rolePolicyProblems("permissions", rolePolicies([ofSize("Huge", inlineLimit + 1)])), [
      {
        path: "permissions",
        reason:
          "makes a managed policy of 10241 characters, and AWS accepts 6144; grant fewer statements, resources or principals",
      },
    ]);
  });
});
